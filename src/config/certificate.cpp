#include "config/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace askd::config {
namespace {

template <auto Free>
struct Release {
  template <class T>
  void operator()(T* owned) const {
    Free(owned);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

Bio memory(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// Without it OpenSSL would ask for a pass phrase on the terminal.
int no_pass_phrase(char*, int, int, void*) { return -1; }

}  // namespace

Result<> check_certificate(const std::string& chain, const Secret& key) {
  const Bio chain_source = memory(chain);
  const Bio key_source = memory(key.reveal());
  const Certificate certificate(PEM_read_bio_X509(chain_source.get(), nullptr, no_pass_phrase, nullptr));
  const PrivateKey private_key(PEM_read_bio_PrivateKey(key_source.get(), nullptr, no_pass_phrase, nullptr));
  const bool match = certificate && private_key && X509_check_private_key(certificate.get(), private_key.get()) == 1;
  ERR_clear_error();
  if (!certificate) return invalid("the certificate's file holds no certificate in PEM");
  if (!private_key) return invalid("the key's file holds no private key in PEM, or one that wants a pass phrase");
  if (!match) return invalid("the key isn't that of the certificate, which must be the first one of its file");
  return {};
}

}  // namespace askd::config
