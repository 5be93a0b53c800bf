// A sorted map behind the seam, copied when a reader still holds it.
#include "store/memory_kv.hpp"

#include <iterator>
#include <utility>

namespace askd::store {
namespace {

class MemoryView : public View {
 public:
  explicit MemoryView(std::shared_ptr<const MemoryKv::Map> content) : content_(std::move(content)) {}

  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto found = content_->find(key);
    if (found == content_->end()) return std::optional<std::string>{};
    return std::optional<std::string>{found->second};
  }

  Result<> scan(const KeyRange& range, Order order, const Visit& visit) const override {
    if (range.end <= range.begin) return {};
    const auto first = content_->lower_bound(range.begin);
    const auto last = content_->lower_bound(range.end);
    if (order == Order::ascending) {
      for (auto at = first; at != last; ++at)
        if (!visit(at->first, at->second)) break;
    } else {
      for (auto at = last; at != first;) {
        --at;
        if (!visit(at->first, at->second)) break;
      }
    }
    return {};
  }

 private:
  std::shared_ptr<const MemoryKv::Map> content_;
};

}  // namespace

void MemoryKv::fail_after(std::size_t writes, Failure how) {
  const std::lock_guard lock(mutex_);
  fails_at_ = writes_ + writes;
  failure_ = how;
}

std::shared_ptr<const MemoryKv::Map> MemoryKv::content() const {
  const std::lock_guard lock(mutex_);
  return content_;
}

std::size_t MemoryKv::writes() const {
  const std::lock_guard lock(mutex_);
  return writes_;
}

std::unique_ptr<View> MemoryKv::view() const { return std::make_unique<MemoryView>(content()); }

Result<> MemoryKv::write(const Changes& changes) {
  const std::lock_guard lock(mutex_);
  const bool fails = fails_at_ && writes_ >= *fails_at_;
  const bool first_failure = fails && writes_ == *fails_at_;
  ++writes_;
  const Error error{Fault::unavailable, "The store was told to fail this write."};
  if (fails && (failure_ == Failure::before || !first_failure)) return error;
  if (content_.use_count() > 1) content_ = std::make_shared<Map>(*content_);
  changes.visit([this](std::string_view key, std::string_view value) { (*content_)[std::string(key)] = value; },
                [this](std::string_view key) {
                  if (const auto found = content_->find(key); found != content_->end()) content_->erase(found);
                });
  if (fails) return error;
  return {};
}

std::vector<KeyRange> MemoryKv::split(const KeyRange& range, std::size_t parts) const {
  const auto content = this->content();
  std::vector<KeyRange> ranges;
  if (range.end <= range.begin || parts == 0) return ranges;
  auto at = content->lower_bound(range.begin);
  const auto last = content->lower_bound(range.end);
  const auto count = static_cast<std::size_t>(std::distance(at, last));
  const std::size_t step = count / parts + 1;
  std::string begin = range.begin;
  for (std::size_t left = count; left > step; left -= step) {
    std::advance(at, step);
    ranges.push_back({begin, at->first});
    begin = at->first;
  }
  ranges.push_back({begin, range.end});
  return ranges;
}

}  // namespace askd::store
