// A request and a response of HTTP/1.1 as plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::net {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Compares without regard to the case of ASCII letters, as header names are compared (RFC 9110, 5.1).
bool same_name(std::string_view a, std::string_view b);

// The header fields of a message in the order they arrived. All names and values live in one string, because a
// connection that is held keeps them for as long as somebody waits. Views stay valid until the next add or clear.
class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  void add(std::string_view name, std::string_view value);
  void clear();

  // The first field of that name, whatever its case.
  std::optional<std::string_view> find(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  // Whether the comma-separated list of all fields of that name holds the token ("Connection: keep-alive, Upgrade").
  bool has_token(std::string_view name, std::string_view token) const;

  std::size_t size() const { return spans_.size(); }
  Field operator[](std::size_t i) const;

 private:
  struct Span {
    std::uint32_t at = 0;  // the value follows the name
    std::uint32_t name = 0;
    std::uint32_t value = 0;
  };
  std::string text_;
  std::vector<Span> spans_;
};

// A request whose head and body have arrived and passed the server's limits.
struct Request {
  std::string method;                 // GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; nothing else arrives
  std::string target;                 // origin form as sent, query included; "*" for OPTIONS *
  std::string path;                   // the target without its query, not decoded
  std::vector<std::string> segments;  // decoded and valid UTF-8; never ".", "..", nor with a slash or a control in it
  Fields query;                       // decoded, in order; a name without "=" has an empty value
  Headers headers;
  std::string host;  // the authority: from an absolute target, or from the Host field
  std::string body;
  std::string peer;       // the address of the other side of the socket; "unix" for a Unix socket
  bool loopback = false;  // the peer's address is a loopback address
  bool tls = false;
  bool local = false;                 // it came over the Unix socket
  std::vector<std::string> captured;  // what stood in the places of the route's parameters, in order

  std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }
  std::optional<std::string_view> param(std::string_view name) const;  // the first of that name in the query
};

// Content-Length, Date and Connection are the server's to write; everything else is the handler's. A control character
// in a header's value is written as a space, so that no text can add a header of its own.
struct Response {
  int status = 200;
  Fields headers = {};
  std::string body = {};
  std::string content_type = {};  // empty: none is sent
};

// "Not Found" for 404; "Unknown" for a number that isn't registered.
std::string_view reason(int status);

}  // namespace askd::net
