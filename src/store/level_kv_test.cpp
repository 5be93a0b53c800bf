// LevelDB under bad luck: kills, damage, a second opener, and writes that fail.
#include "store/level_kv.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <leveldb/env.h>

#include "store/keys.hpp"
#include "store/testing/folder.hpp"

namespace askd::store {
namespace {

using testing::Folder;
namespace fs = std::filesystem;

void put(Kv& kv, int number, std::size_t size = 100) {
  Changes changes;
  changes.put("row/" + std::to_string(1000 + number), std::string(size, static_cast<char>('a' + number % 26)));
  changes.put("twin/" + std::to_string(1000 + number), "");
  ASSERT_TRUE(kv.write(changes));
}

int count(const Kv& kv, const std::string& prefix) {
  int rows = 0;
  EXPECT_TRUE(kv.view()->scan(keys::all(prefix), Order::ascending, [&](auto, auto) { return ++rows > 0; }));
  return rows;
}

std::vector<fs::path> files(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == extension) found.push_back(entry.path());
  return found;
}

void flip(const fs::path& file, std::size_t at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(stream.get() ^ 0x55);
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(byte);
  ASSERT_TRUE(stream.good());
}

TEST(LevelKv, EverythingWrittenIsThereAfterAKill) {
  const Folder folder;
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto kv = open_level_kv(folder.path() / "store");
    if (!kv) _exit(1);
    for (int i = 0; i < 200; ++i) put(**kv, i, 10'000);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const auto kv = open_level_kv(folder.path() / "store");
  ASSERT_TRUE(kv) << kv.error().message;
  EXPECT_EQ(count(**kv, "row/"), 200);
}

TEST(LevelKv, ATornTailOpensWithoutItsLastBatch) {
  const Folder folder;
  {
    auto kv = open_level_kv(folder.path());
    ASSERT_TRUE(kv);
    for (int i = 0; i < 50; ++i) put(**kv, i);
  }
  const auto logs = files(folder.path(), ".log");
  ASSERT_EQ(logs.size(), 1U);
  fs::resize_file(logs[0], fs::file_size(logs[0]) - 30);
  const auto kv = open_level_kv(folder.path());
  ASSERT_TRUE(kv) << kv.error().message;
  EXPECT_EQ(count(**kv, "row/"), 49);
  EXPECT_EQ(count(**kv, "twin/"), 49);
}

TEST(LevelKv, DamageInTheLogIsRefusedAndTheFileNamed) {
  const Folder folder;
  {
    auto kv = open_level_kv(folder.path());
    ASSERT_TRUE(kv);
    for (int i = 0; i < 500; ++i) put(**kv, i);
  }
  const auto logs = files(folder.path(), ".log");
  ASSERT_EQ(logs.size(), 1U);
  flip(logs[0], fs::file_size(logs[0]) / 2);
  const auto kv = open_level_kv(folder.path());
  ASSERT_FALSE(kv);
  EXPECT_EQ(kv.error().fault, Fault::corrupt);
  EXPECT_NE(kv.error().message.find(logs[0].string()), std::string::npos) << kv.error().message;
  EXPECT_NE(kv.error().message.find("Restore a backup"), std::string::npos) << kv.error().message;
}

TEST(LevelKv, DamageInATableIsToldAtTheReadAndTheFileNamed) {
  const Folder folder;
  LevelOptions small;
  small.write_buffer = 64 * 1024;
  {
    auto kv = open_level_kv(folder.path(), small);
    ASSERT_TRUE(kv);
    for (int i = 0; i < 300; ++i) put(**kv, i, 2000);
  }
  ASSERT_TRUE(open_level_kv(folder.path(), small));  // what the log still held becomes a table
  const auto tables = files(folder.path(), ".ldb");
  ASSERT_FALSE(tables.empty());
  flip(tables[0], 100);
  const auto kv = open_level_kv(folder.path(), small);
  ASSERT_TRUE(kv) << kv.error().message;
  const auto scanned = (*kv)->view()->scan(keys::all("row/"), Order::ascending, [](auto, auto) { return true; });
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().fault, Fault::corrupt);
  EXPECT_NE(scanned.error().message.find(tables[0].string()), std::string::npos) << scanned.error().message;
}

TEST(LevelKv, AMissingTableIsRefusedAndTheFileNamed) {
  const Folder folder;
  {
    auto kv = open_level_kv(folder.path());
    ASSERT_TRUE(kv);
    put(**kv, 1);
  }
  ASSERT_TRUE(open_level_kv(folder.path()));
  const auto tables = files(folder.path(), ".ldb");
  ASSERT_EQ(tables.size(), 1U);
  fs::remove(tables[0]);
  const auto kv = open_level_kv(folder.path());
  ASSERT_FALSE(kv);
  EXPECT_EQ(kv.error().fault, Fault::corrupt);
  EXPECT_NE(kv.error().message.find(tables[0].stem().string()), std::string::npos) << kv.error().message;
}

TEST(LevelKv, AMissingStartIsNoReasonToBeginAnew) {
  const Folder folder;
  {
    auto kv = open_level_kv(folder.path());
    ASSERT_TRUE(kv);
    put(**kv, 1);
  }
  fs::remove(folder.path() / "CURRENT");
  const auto kv = open_level_kv(folder.path());
  ASSERT_FALSE(kv);
  EXPECT_EQ(kv.error().fault, Fault::corrupt);
  EXPECT_NE(kv.error().message.find("CURRENT"), std::string::npos) << kv.error().message;
  EXPECT_EQ(files(folder.path(), ".log").size(), 1U);
}

TEST(LevelKv, ASecondOpenerIsToldWhatToDo) {
  const Folder folder;
  const auto first = open_level_kv(folder.path());
  ASSERT_TRUE(first);
  const auto second = open_level_kv(folder.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::conflict);
  EXPECT_NE(second.error().message.find("Stop it first"), std::string::npos) << second.error().message;
}

TEST(LevelKv, AFolderThatCantBeMadeIsNoDamage) {
  const Folder folder;
  std::ofstream(folder.path() / "file") << "in the way";
  const auto kv = open_level_kv(folder.path() / "file" / "store");
  ASSERT_FALSE(kv);
  EXPECT_EQ(kv.error().fault, Fault::unavailable);
}

TEST(LevelKv, ItsDiaryIsHandedOn) {
  const Folder folder;
  std::vector<std::string> lines;
  LevelOptions options;
  options.log = [&](std::string_view line) { lines.emplace_back(line); };
  ASSERT_TRUE(open_level_kv(folder.path(), options));
  ASSERT_FALSE(lines.empty());
  EXPECT_FALSE(lines[0].ends_with('\n'));
}

// A disk whose n-th operation on the log fails, and every one after it.
class FailingEnv : public leveldb::EnvWrapper {
 public:
  FailingEnv() : leveldb::EnvWrapper(leveldb::Env::Default()) {}

  leveldb::Status NewWritableFile(const std::string& name, leveldb::WritableFile** file) override {
    if (fails()) return leveldb::Status::IOError(name, "no space left");
    leveldb::Status made = target()->NewWritableFile(name, file);
    if (made.ok()) *file = new FailingFile(*this, *file);
    return made;
  }

  std::size_t left = ~std::size_t{0};

 private:
  bool fails() { return left == 0 || (--left, false); }

  class FailingFile : public leveldb::WritableFile {
   public:
    FailingFile(FailingEnv& env, leveldb::WritableFile* file) : env_(env), file_(file) {}
    leveldb::Status Append(const leveldb::Slice& data) override {
      if (!env_.fails()) return file_->Append(data);
      (void)file_->Append(leveldb::Slice(data.data(), data.size() / 2));  // a disk that fills up takes a part
      return leveldb::Status::IOError("append", "no space left");
    }
    leveldb::Status Close() override { return file_->Close(); }
    leveldb::Status Flush() override { return file_->Flush(); }
    leveldb::Status Sync() override {
      if (env_.fails()) return leveldb::Status::IOError("sync", "input/output error");
      return file_->Sync();
    }

   private:
    FailingEnv& env_;
    std::unique_ptr<leveldb::WritableFile> file_;
  };
};

TEST(LevelKv, WhateverWriteFailsNothingAcknowledgedIsLost) {
  std::size_t refused = 0;
  for (std::size_t failing = 0; failing < 120; ++failing) {
    const Folder folder;
    int acknowledged = 0;
    {
      FailingEnv env;
      env.left = failing;
      LevelOptions options;
      options.env = &env;
      options.write_buffer = 64 * 1024;  // so that tables and new logs are written on the way
      const auto kv = open_level_kv(folder.path(), options);
      for (int i = 0; kv && i < 40; ++i) {
        Changes changes;
        changes.put("row/" + std::to_string(1000 + i), std::string(5000, 'x'));
        changes.put("twin/" + std::to_string(1000 + i), "");
        if (!(*kv)->write(changes)) break;
        ++acknowledged;
      }
      if (acknowledged < 40) ++refused;
    }
    const auto kv = open_level_kv(folder.path());
    ASSERT_TRUE(kv) << "after write " << failing << " failed: " << kv.error().message;
    const int rows = count(**kv, "row/");
    EXPECT_GE(rows, acknowledged) << "write " << failing;
    EXPECT_LE(rows, acknowledged + 1) << "write " << failing;
    EXPECT_EQ(rows, count(**kv, "twin/")) << "write " << failing;
  }
  EXPECT_GT(refused, 60U);
}

}  // namespace
}  // namespace askd::store
