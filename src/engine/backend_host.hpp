// What a backend's adapter may ask of askd, as far as the engine answers it. The ways out are a derived class's.
#pragma once

#include "engine/pump.hpp"

#include "askd/host.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd {
class IdSource;
}

namespace askd::engine {

class BackendHost : public Host {
 public:
  BackendHost(Pump& pump, IdSource& ids, BackendId backend) : pump_(pump), ids_(ids), backend_(std::move(backend)) {}

  Async<> heard(Inbound what) override;
  Async<> caught_up() override;
  std::string cursor() const override;
  std::vector<PostRef> open_posts() const override;
  Async<> sleep(std::chrono::milliseconds time) override;
  void report(std::string_view reason) override;

  const BackendId& backend() const { return backend_; }
  // Why the backend isn't well; empty while it is.
  const std::string& trouble() const { return trouble_; }
  // Told whenever that changes.
  void observe(std::function<void()> observer) { observer_ = std::move(observer); }

 private:
  Pump& pump_;
  IdSource& ids_;
  BackendId backend_;
  std::string trouble_;
  std::function<void()> observer_;
};

}  // namespace askd::engine
