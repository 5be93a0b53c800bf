#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "base/files.hpp"

namespace askd {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "askd-files-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
};

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

TEST_F(Files, AreWrittenWholeAndReadBack) {
  const fs::path path = folder_ / "a";
  for (const std::string& content : {std::string("one"), std::string(), std::string(200'000, 'x')}) {
    ASSERT_TRUE(write_file_atomic(path, content));
    EXPECT_EQ(*read_file(path, 200'000), content);
    EXPECT_EQ(mode_of(path), 0600u);
  }
  ASSERT_TRUE(write_file_atomic(path, "public", 0644));
  EXPECT_EQ(mode_of(path), 0644u);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(Files, AreRefusedWithAReason) {
  ASSERT_TRUE(write_file_atomic(folder_ / "long", "12345"));
  const auto too_large = read_file(folder_ / "long", 4);
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error().fault, Fault::too_large);
  EXPECT_TRUE(read_file(folder_ / "long", 5));

  const auto missing = read_file(folder_ / "missing", 4);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::not_found);
  EXPECT_NE(missing.error().message.find("missing"), std::string::npos);

  EXPECT_EQ(read_file(folder_, 4).error().fault, Fault::invalid);
  EXPECT_EQ(write_file_atomic(folder_ / "no" / "file", "x").error().fault, Fault::not_found);
  EXPECT_FALSE(write_file_atomic(folder_, "x"));
}

TEST_F(Files, ThatFailLeaveNothingBehind) {
  fs::create_directory(folder_ / "taken");
  EXPECT_FALSE(write_file_atomic(folder_ / "taken", "x"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(Files, WithSecretsMayNotBeReadableByOthers) {
  const fs::path path = folder_ / "token";
  ASSERT_TRUE(write_file_atomic(path, "s3cret\r\n\n", 0600));
  EXPECT_EQ(read_secret(path)->reveal(), "s3cret");
  for (const mode_t mode : {0640u, 0604u, 0620u, 0666u}) {
    ::chmod(path.c_str(), mode);
    const auto secret = read_secret(path);
    ASSERT_FALSE(secret);
    EXPECT_NE(secret.error().message.find("chmod 600 " + path.string()), std::string::npos) << secret.error().message;
  }
  ASSERT_TRUE(write_file_atomic(path, "\n"));
  EXPECT_EQ(read_secret(path).error().fault, Fault::invalid);
  EXPECT_FALSE(read_secret(folder_));
  EXPECT_EQ(read_secret(folder_ / "none").error().fault, Fault::not_found);
}

TEST_F(Files, AreCredentialsWhereSystemdSaysSo) {
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(read_credential("token").error().fault, Fault::not_found);
  ::setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
  ASSERT_TRUE(write_file_atomic(folder_ / "token", "abc\n", 0444));
  EXPECT_EQ(read_credential("token")->reveal(), "abc");
  for (const char* bad : {"", "../token", "..", ".token", "a/b"})
    EXPECT_EQ(read_credential(bad).error().fault, Fault::invalid) << bad;
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST(Secrets, AreWipedWhenTheyMove) {
  Secret one(std::string("short"));
  Secret other(std::move(one));
  EXPECT_TRUE(one.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the point
  EXPECT_EQ(other.reveal(), "short");
  one = std::move(other);
  EXPECT_EQ(one.reveal(), "short");
  const Secret copy = one;
  EXPECT_EQ(copy.reveal(), "short");
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string>));
}

}  // namespace
}  // namespace askd
