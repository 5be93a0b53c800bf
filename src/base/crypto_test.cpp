#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.hpp"

namespace askd::crypto {
namespace {

// RFC 4648, section 10.
TEST(Crypto, Base64HasItsPadding) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xfb\xff"), "+/8=");
}

TEST(Sha256, HashesTheVectorsOfFips180) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TakesPiecesAndBeginsAnew) {
  Sha256 hash;
  hash.update("a");
  hash.update("bc");
  EXPECT_EQ(hash.finish(), sha256("abc"));
  EXPECT_EQ(hash.finish(), sha256(""));
  hash.update("abc");
  EXPECT_EQ(hash.finish(), sha256("abc"));
}

TEST(Hmac, IsThatOfRfc4231) {
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(Hex, GoesBothWays) {
  EXPECT_EQ(hex(std::string_view("\x00\xff\x10", 3)), "00ff10");
  EXPECT_EQ(unhex("00fF10"), std::string("\x00\xff\x10", 3));
  EXPECT_EQ(unhex(""), "");
  for (const char* bad : {"0", "0g", "x0", "00 "}) EXPECT_FALSE(unhex(bad)) << bad;
}

TEST(Base64Url, IsThatOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"},
  };
  for (const auto& [plain, text] : cases) {
    EXPECT_EQ(base64url(plain), text);
    EXPECT_EQ(unbase64url(text), plain);
  }
  for (const char* bad : {"Z", "Zg==", "Zm9+", "Zm9/", "Zh", "Zm9", "Zm9vY", "Zm 9"})
    EXPECT_FALSE(unbase64url(bad)) << bad;
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string bytes = random_bytes(size);
    EXPECT_EQ(unbase64url(base64url(bytes)), bytes);
    EXPECT_EQ(unhex(hex(bytes)), bytes);
  }
}

TEST(Tokens, AreLongAndNeverTheSame) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) tokens.insert(new_token());
  EXPECT_EQ(tokens.size(), 1000u);
  EXPECT_TRUE(tokens.begin()->starts_with("askd_"));
  EXPECT_EQ(tokens.begin()->size(), 5u + 43);
  EXPECT_EQ(unbase64url(tokens.begin()->substr(5))->size(), 32u);
  EXPECT_EQ(new_token("inv_").substr(0, 4), "inv_");
}

TEST(EqualConstantTime, ComparesBytes) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_constant_time("abc", "ab"));
}

TEST(Passwords, AreVerifiedAgainstTheirHash) {
  const std::string hash = hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("scrypt$32768$8$1$")) << hash;
  EXPECT_TRUE(verify_password("correct horse", hash));
  EXPECT_FALSE(verify_password("correct horsf", hash));
  EXPECT_FALSE(verify_password("", hash));
  EXPECT_NE(hash_password("correct horse"), hash);
}

TEST(Passwords, KnowTheVectorOfRfc7914) {
  // N=16, r=1, p=1, no password and no salt is too little for us; N=1024, r=8, p=16 too many lanes. The third is
  // N=16384, r=8, p=1, "pleaseletmein" with "SodiumChloride".
  const std::string hash = base64url(unhex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2").value());
  EXPECT_TRUE(verify_password("pleaseletmein", "scrypt$16384$8$1$" + base64url("SodiumChloride") + "$" + hash));
}

TEST(Passwords, RefuseAbsurdHashes) {
  const std::string salt_and_hash = "$" + base64url(std::string(16, 's')) + "$" + base64url(std::string(32, 'h'));
  const std::vector<std::string> hashes{
      "",
      "scrypt",
      "scrypt$32768$8$1",
      "bcrypt$32768$8$1" + salt_and_hash,
      "scrypt$32767$8$1" + salt_and_hash,
      "scrypt$1$8$1" + salt_and_hash,
      "scrypt$0$8$1" + salt_and_hash,
      "scrypt$1073741824$8$1" + salt_and_hash,
      "scrypt$131072$16$1" + salt_and_hash,
      "scrypt$32768$8$1000" + salt_and_hash,
      "scrypt$32768$-8$1" + salt_and_hash,
      "scrypt$32768$8$1" + salt_and_hash + "$",
      "scrypt$32768$8$1$$",
  };
  for (const std::string& hash : hashes) EXPECT_FALSE(verify_password("x", hash)) << hash;
}

}  // namespace
}  // namespace askd::crypto
