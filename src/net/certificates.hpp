// For the tests: a self-made certificate in a folder of its own.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <unistd.h>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace askd::net {

struct Certificates {
  Certificates() {
    static int count = 0;
    folder = std::filesystem::temp_directory_path() /
             ("askd-tls-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(folder);
    make("127.0.0.1");
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;
  ~Certificates() { std::filesystem::remove_all(folder); }

  std::string certificate() const { return folder / "certificate.pem"; }
  std::string key() const { return folder / "key.pem"; }

  // A P-256 key and a certificate that it signs itself, for one IP address.
  void make(const std::string& address) {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> pair(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const std::unique_ptr<X509, void (*)(X509*)> made(X509_new(), &X509_free);
    ASSERT_TRUE(pair != nullptr && made != nullptr);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), pair.get());
    X509_NAME* name = X509_get_subject_name(made.get());
    const auto* common = reinterpret_cast<const unsigned char*>("askd test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    const std::string subject = "IP:" + address;
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject.c_str());
    X509_add_ext(made.get(), names, -1);
    X509_EXTENSION_free(names);
    ASSERT_GT(X509_sign(made.get(), pair.get(), EVP_sha256()), 0);
    std::FILE* file = std::fopen(certificate().c_str(), "w");
    ASSERT_TRUE(file != nullptr && PEM_write_X509(file, made.get()) == 1);
    std::fclose(file);
    file = std::fopen(key().c_str(), "w");
    ASSERT_TRUE(file != nullptr &&
                PEM_write_PKCS8PrivateKey(file, pair.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    std::fclose(file);
  }

  std::filesystem::path folder;
  long serial = 0;
};

}  // namespace askd::net
