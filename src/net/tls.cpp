// OpenSSL contexts from PEM files.
#include "net/tls.hpp"

#include <array>
#include <string_view>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace askd::net {
namespace {

using Context = std::shared_ptr<SSL_CTX>;

std::string last_reason() {
  const char* text = ERR_reason_error_string(ERR_peek_last_error());
  std::string found = text != nullptr ? text : "unknown reason";
  ERR_clear_error();
  return found;
}

// Prefers nothing: whoever offers http/1.1 gets it, and who doesn't negotiate at all speaks it anyway.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
  static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, size, ours.data(), static_cast<unsigned int>(ours.size()), offered, offered_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Result<Context> new_context(const SSL_METHOD* method) {
  ERR_clear_error();
  Context context(SSL_CTX_new(method), &SSL_CTX_free);
  if (context == nullptr) return Error{Fault::internal, "OpenSSL gives no context: " + last_reason() + "."};
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // A connection that only waits holds no buffers; a write that moved in memory may go on.
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

Result<Context> server_context(const std::string& certificate_file, const std::string& key_file) {
  auto made = new_context(TLS_server_method());
  if (!made) return made;
  SSL_CTX* context = made->get();
  SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1)
    return invalid(certificate_file + " can't be read as a PEM certificate chain: " + last_reason() + ".");
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1)
    return invalid(key_file + " can't be read as the PEM private key of " + certificate_file + ": " + last_reason() +
                   ".");
  return made;
}

}  // namespace

Result<std::shared_ptr<ServerTls>> ServerTls::load(std::string certificate_file, std::string key_file) {
  std::shared_ptr<ServerTls> tls(new ServerTls());
  tls->certificate_file_ = std::move(certificate_file);
  tls->key_file_ = std::move(key_file);
  auto loaded = tls->reload();
  if (!loaded) return loaded.error();
  return tls;
}

Result<> ServerTls::reload() {
  auto made = server_context(certificate_file_, key_file_);
  if (!made) return made.error();
  context_ = std::move(*made);
  return boost::system::in_place_value;
}

Result<std::shared_ptr<ssl_ctx_st>> client_tls(const std::string& authorities_file) {
  auto made = new_context(TLS_client_method());
  if (!made) return made;
  SSL_CTX* context = made->get();
  if (authorities_file.empty()) {
    if (SSL_CTX_set_default_verify_paths(context) != 1)
      return Error{Fault::internal, "The system's certificate authorities can't be read: " + last_reason() + "."};
  } else if (SSL_CTX_load_verify_locations(context, authorities_file.c_str(), nullptr) != 1) {
    return invalid(authorities_file + " can't be read as PEM certificates of authorities: " + last_reason() + ".");
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return made;
}

}  // namespace askd::net
