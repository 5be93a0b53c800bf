// Certificates and TLS settings, for the server and for the client (OpenSSL; TLS 1.2 and 1.3).
#pragma once

#include <memory>
#include <string>

#include "askd/result.hpp"

struct ssl_ctx_st;

namespace askd::net {

// A server's certificate, re-readable while it serves. ALPN offers http/1.1.
class ServerTls {
 public:
  // Both files in PEM; the certificate file holds the whole chain, the server's own first.
  static Result<std::shared_ptr<ServerTls>> load(std::string certificate_file, std::string key_file);

  // Reads the same files again. Connections made from now on use them; if they are faulty, the old ones stay in use.
  Result<> reload();

  std::shared_ptr<ssl_ctx_st> context() const { return context_; }

 private:
  ServerTls() = default;
  std::string certificate_file_;
  std::string key_file_;
  std::shared_ptr<ssl_ctx_st> context_;
};

// What a client trusts: the system's authorities, or those of one PEM file.
Result<std::shared_ptr<ssl_ctx_st>> client_tls(const std::string& authorities_file);

}  // namespace askd::net
