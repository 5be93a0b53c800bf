// Beast's parser for answers.
#include "net/response_reader.hpp"

#include <string>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "net/chunks.hpp"

namespace askd::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;

constexpr std::size_t head_max = std::size_t{64} << 10;

std::string_view bytes_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct ResponseReader::Parser : http::basic_parser<false> {
  Parser(ClientResponse& into, Sink& to) : response(into), sink(to) {
    header_limit(static_cast<std::uint32_t>(head_max));
    body_limit(boost::none);  // the sink counts
  }

  void on_request_impl(http::verb, boost::beast::string_view, boost::beast::string_view, int, error_code&) override {}
  // Beast takes any three digits, and 050 would pass for one of those that only announce the answer.
  void on_response_impl(int status, boost::beast::string_view, int, error_code& error) override {
    response.status = status;
    if (status < 100) error = http::error::bad_status;
  }
  void on_field_impl(http::field, boost::beast::string_view name, boost::beast::string_view value,
                     error_code&) override {
    if (!in_body) response.headers.add(bytes_of(name), bytes_of(value));
  }
  void on_header_impl(error_code&) override { in_body = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view piece, error_code& error) override { return take(piece, error); }
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view, error_code&) override { chunks.begin(size); }
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view piece, error_code& error) override {
    chunks.take(piece.size());
    return take(piece, error);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t take(boost::beast::string_view piece, error_code& error) {
    if (!sink(bytes_of(piece))) {
      stopped = true;
      error = http::error::end_of_stream;
    }
    return piece.size();
  }

  ClientResponse& response;
  Sink& sink;
  Chunks chunks;
  bool in_body = false;
  bool stopped = false;
};

ResponseReader::ResponseReader(ClientResponse& response, bool bodiless, Sink sink)
    : response_(response), bodiless_(bodiless), sink_(std::move(sink)) {}
ResponseReader::~ResponseReader() = default;

bool ResponseReader::stopped() const { return parser_ != nullptr && parser_->stopped; }
bool ResponseReader::begun() const { return begun_; }
bool ResponseReader::done() const { return parser_ != nullptr && (parser_->is_done() || parser_->stopped); }
bool ResponseReader::keep_alive() const { return parser_ != nullptr && parser_->is_done() && parser_->keep_alive(); }

Result<> ResponseReader::read(Buffer& in) {
  begun_ = begun_ || !in.empty();
  while (!done() && !in.empty()) {
    const std::size_t before = in.size();
    auto read = read_one(in);
    if (!read) return read;
    // A 1xx only announces the answer.
    const bool interim = parser_->is_done() && response_.status < 200 && response_.status != 101;
    if (interim) {
      parser_.reset();
      response_ = ClientResponse();
    } else if (in.size() == before) {
      break;
    }
  }
  return boost::system::in_place_value;
}

Result<> ResponseReader::read_one(Buffer& in) {
  if (parser_ == nullptr) {
    parser_ = std::make_unique<Parser>(response_, sink_);
    parser_->eager(true);
    parser_->skip(bodiless_);
  }
  error_code error;
  const std::string_view bytes = in.view();
  const bool chunked = parser_->is_header_done() && parser_->chunked();
  if (chunked && !parser_->chunks.may_parse(bytes)) return boost::system::in_place_value;
  const std::size_t taken = parser_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  in.consume(taken);
  if (!error || parser_->stopped) return boost::system::in_place_value;
  if (error != http::error::need_more) return invalid("its answer isn't HTTP/1.1 (" + error.message() + ")");
  if (in.size() > head_max) return invalid("the head of its answer is too large");
  return boost::system::in_place_value;
}

Result<> ResponseReader::end() {
  error_code error;
  if (parser_ == nullptr || !parser_->got_some()) return Error{Fault::unavailable, "it hung up without an answer"};
  parser_->put_eof(error);
  if (error) return Error{Fault::unavailable, "it hung up in the middle of its answer"};
  return boost::system::in_place_value;
}

}  // namespace askd::net
