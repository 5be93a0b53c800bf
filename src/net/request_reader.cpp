// The checks of RFC 9112 around Beast's parser.
#include "net/request_reader.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "net/chunks.hpp"
#include "net/problem.hpp"
#include "net/target.hpp"

namespace askd::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;

// What a chunk's extensions or a body's trailers may hold: nobody needs them.
constexpr std::size_t chunk_head_max = 16 << 10;

constexpr std::array<std::string_view, 7> known_methods{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

bool is_token_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_host_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("-._~%!$&'()*+,;=:[]").find(c) != std::string_view::npos;
}

std::string kib(std::size_t bytes) {
  if (bytes >= 1024 && bytes % 1024 == 0) return std::to_string(bytes / 1024) + " KiB";
  return std::to_string(bytes) + " bytes";
}

Response malformed(std::string_view detail) { return problem(400, "malformed_request", detail); }

Response body_too_large(const Limits& limits) {
  return problem(413, "too_large", "The body is larger than the limit of " + kib(limits.body_max) + ".");
}

Response head_too_large(const Limits& limits) {
  return problem(431, "headers_too_large",
                 "Request line and headers are larger than the limit of " + kib(limits.head_max) + ".");
}

Response line_too_long(const Limits& limits) {
  return problem(414, "too_long", "The request line is longer than the limit of " + kib(limits.line_max) + ".");
}

// "HTTP/2.0" and the like are a version we don't speak; anything else in that place is no HTTP.
Response bad_version(std::string_view head) {
  const auto line = head.substr(0, head.find('\r'));
  const auto space = line.rfind(' ');
  const auto version = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool named = version.size() == 8 && version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' &&
                     digit(version[7]);
  if (named) return problem(505, "version_not_supported", "This server speaks HTTP/1.1 and HTTP/1.0.");
  return malformed("The request line must be a method, a target and HTTP/1.1, with single spaces between them.");
}

Response refusal_for(const error_code& error, std::string_view head, const Limits& limits) {
  if (error == http::error::body_limit) return body_too_large(limits);
  if (error == http::error::header_limit) return head_too_large(limits);
  if (error == http::error::bad_version) return bad_version(head);
  if (error == http::error::bad_method) return malformed("The method isn't a token.");
  if (error == http::error::bad_target) return malformed("The request's target holds a character it must not hold.");
  if (error == http::error::bad_field) return malformed("A header's name isn't a token followed by a colon.");
  if (error == http::error::bad_value) return malformed("A header's value holds a control character.");
  if (error == http::error::bad_content_length || error == http::error::multiple_content_length)
    return malformed("Content-Length must be one number, and must not stand beside Transfer-Encoding.");
  if (error == http::error::bad_transfer_encoding)
    return malformed("Transfer-Encoding must stand once, and not beside Content-Length.");
  if (error == http::error::bad_chunk || error == http::error::bad_chunk_extension)
    return malformed("The body's chunks are malformed.");
  return malformed("The request isn't HTTP/1.1: " + error.message() + ".");
}

std::optional<Response> check_coding(const Headers& headers, bool http11) {
  const auto codings = headers.all("Transfer-Encoding");
  if (codings.empty()) return std::nullopt;
  if (!http11) return malformed("HTTP/1.0 has no Transfer-Encoding.");
  if (headers.find("Content-Length")) return malformed("Content-Length must not stand beside Transfer-Encoding.");
  if (codings.size() == 1 && same_name(codings[0], "chunked")) return std::nullopt;
  return problem(501, "coding_not_supported", "The only transfer coding this server takes is chunked.");
}

std::optional<Response> check_host(Request& request, bool http11, std::string_view authority) {
  const auto hosts = request.headers.all("Host");
  if (hosts.size() > 1) return malformed("The Host header stands more than once.");
  if (hosts.empty() && http11) return malformed("HTTP/1.1 wants a Host header.");
  if (!hosts.empty()) request.host = hosts[0];
  if (!authority.empty()) request.host = authority;
  if (!std::all_of(request.host.begin(), request.host.end(), is_host_char))
    return malformed("The Host header holds a character that no host name has.");
  return std::nullopt;
}

std::optional<Response> check_expectation(const Headers& headers, bool http11) {
  const auto expected = headers.all("Expect");
  if (expected.empty() || !http11) return std::nullopt;
  if (expected.size() == 1 && same_name(expected[0], "100-continue")) return std::nullopt;
  return problem(417, "expectation_failed", "The only expectation this server knows is 100-continue.");
}

// Everything about a head that Beast leaves to us. Fills in what the target and the Host say.
std::optional<Response> check_head(Request& request, bool http11) {
  if (std::find(known_methods.begin(), known_methods.end(), request.method) == known_methods.end())
    return problem(501, "method_not_implemented", "This server knows no such method.");
  if (auto refused = check_coding(request.headers, http11)) return refused;
  auto target = parse_target(request.target);
  if (!target) return problem(400, "bad_target", target.error().message);
  if (target->path == "*" && request.method != "OPTIONS") return malformed("Only OPTIONS takes the target *.");
  if (auto refused = check_host(request, http11, target->authority)) return refused;
  if (auto refused = check_expectation(request.headers, http11)) return refused;
  request.target = std::move(target->origin);
  request.path = std::move(target->path);
  request.segments = std::move(target->segments);
  request.query = std::move(target->query);
  return std::nullopt;
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

HeadScanner::Step HeadScanner::refuse(Response response) {
  refusal_ = std::move(response);
  return Step::refused;
}

HeadScanner::Step HeadScanner::line(std::string_view line, std::string_view text, const Limits& limits) {
  if (!line.ends_with('\r')) return refuse(malformed("Lines must end with a carriage return and a line feed."));
  line.remove_suffix(1);
  if (lines_ == 0 && line.empty()) return refuse(malformed("The request line is empty."));
  if (lines_ == 0 && line.size() > limits.line_max) return refuse(line_too_long(limits));
  if (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
    return refuse(malformed("A header must not be folded over several lines."));
  if (at_ + line.size() + 2 > limits.head_max) return refuse(head_too_large(limits));
  at_ += line.size() + 2;
  if (line.empty()) return Step::found;
  if (++lines_ > limits.fields_max + 1) {
    const std::string most = std::to_string(limits.fields_max);
    return refuse(problem(431, "too_many_headers", "A request takes " + most + " headers at most."));
  }
  if (text.size() > limits.head_max && at_ > limits.head_max) return refuse(head_too_large(limits));
  return Step::need_more;
}

HeadScanner::Step HeadScanner::scan(std::string_view text, const Limits& limits) {
  // A client of the nineties may send an empty line behind a body (RFC 9112, 2.2); the reader has taken that away.
  if (at_ == 0 && !text.empty() && !is_token_char(text.front())) return refuse(malformed("This isn't HTTP."));
  for (;;) {
    const auto end = text.find('\n', at_);
    if (end == std::string_view::npos) break;
    const Step step = line(text.substr(at_, end - at_), text, limits);
    if (step != Step::need_more) return step;
  }
  if (lines_ == 0 && text.size() > limits.line_max + 2) return refuse(line_too_long(limits));
  if (text.size() > limits.head_max) return refuse(head_too_large(limits));
  return Step::need_more;
}

struct RequestReader::Parser : http::basic_parser<true> {
  explicit Parser(const Limits& limits) {
    header_limit(static_cast<std::uint32_t>(limits.head_max + 4));
    body_limit(limits.body_max);
  }

  void on_request_impl(http::verb, boost::beast::string_view method, boost::beast::string_view target, int version,
                       error_code&) override {
    request->method = view(method);
    request->target = view(target);
    http11 = version == 11;
  }
  void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}
  void on_field_impl(http::field, boost::beast::string_view name, boost::beast::string_view value,
                     error_code&) override {
    if (!in_body) request->headers.add(view(name), view(value));  // a trailer never becomes a header
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view piece, error_code&) override {
    request->body.append(piece.data(), piece.size());
    return piece.size();
  }
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view, error_code&) override { chunks.begin(size); }
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view piece, error_code&) override {
    chunks.take(piece.size());
    request->body.append(piece.data(), piece.size());
    return piece.size();
  }
  void on_finish_impl(error_code&) override {}

  Request* request = nullptr;
  Chunks chunks;
  bool http11 = false;
  bool in_body = false;
};

RequestReader::RequestReader(const Limits& limits) : limits_(limits) {}
RequestReader::~RequestReader() = default;

void RequestReader::reset() {
  parser_.reset();
  scanner_ = HeadScanner();
  empty_line_ = false;
}

bool RequestReader::in_body() const { return parser_ != nullptr && parser_->in_body; }
bool RequestReader::keep_alive() const { return in_body() && parser_->keep_alive(); }
bool RequestReader::chunked_ok() const { return parser_ != nullptr && parser_->http11; }
Response RequestReader::take_refusal() { return std::move(refusal_); }

RequestReader::Step RequestReader::refuse(Response response) {
  refusal_ = std::move(response);
  return Step::refused;
}

RequestReader::Step RequestReader::read(Buffer& in, Request& request) {
  if (!in_body()) {
    const Step step = read_head(in, request);
    if (step != Step::done) return step;
    const bool waits = parser_->http11 && !parser_->is_done() && in.empty() && request.headers.find("Expect");
    if (waits) return Step::wants_continue;
  }
  parser_->request = &request;
  return read_body(in);
}

RequestReader::Step RequestReader::read_head(Buffer& in, Request& request) {
  if (!empty_line_ && scanner_.size() == 0 && in.view().starts_with("\r\n")) {
    in.consume(2);
    empty_line_ = true;
  }
  if (scanner_.size() == 0 && (in.empty() || in.view() == "\r")) return Step::need_more;
  switch (scanner_.scan(in.view(), limits_)) {
    case HeadScanner::Step::need_more:
      return Step::need_more;
    case HeadScanner::Step::refused:
      return refuse(*scanner_.refusal());
    case HeadScanner::Step::found:
      break;
  }
  const std::string_view head = in.view().substr(0, scanner_.size());
  parser_ = std::make_unique<Parser>(limits_);
  parser_->request = &request;
  error_code error;
  parser_->put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (error == http::error::need_more) return refuse(malformed("The request's head is malformed."));
  if (error) return refuse(refusal_for(error, head, limits_));
  if (auto refused = check_head(request, parser_->http11)) return refuse(std::move(*refused));
  in.consume(head.size());
  parser_->in_body = true;
  parser_->eager(true);
  return Step::done;
}

RequestReader::Step RequestReader::read_body(Buffer& in) {
  while (!parser_->is_done()) {
    if (in.empty()) return Step::need_more;
    error_code error;
    const std::string_view bytes = in.view();
    if (parser_->chunked() && !parser_->chunks.may_parse(bytes)) return Step::need_more;
    const std::size_t taken = parser_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    in.consume(taken);
    if (error == http::error::need_more) {
      if (in.size() > chunk_head_max) return refuse(malformed("A chunk's head or the trailers are too large."));
      return Step::need_more;
    }
    if (error) return refuse(refusal_for(error, {}, limits_));
  }
  return Step::done;
}

}  // namespace askd::net
