// The host of one backend in the daemon: what the engine answers, the ways out, and the hooks.
#pragma once

#include "daemon/hooks.hpp"
#include "engine/backend_host.hpp"
#include "net/ways_out.hpp"

#include <memory>
#include <string>
#include <utility>

namespace askd::daemon {

class PlatformHost final : public engine::BackendHost {
 public:
  PlatformHost(engine::Pump& pump, IdSource& ids, BackendId backend, std::unique_ptr<net::WaysOut> out, Hooks& hooks)
      : BackendHost(pump, ids, std::move(backend)), out_(std::move(out)), hooks_(hooks) {}

  Async<Result<Response>> send(Request request) override { return out_->send(std::move(request)); }
  Async<Result<std::unique_ptr<Socket>>> connect(std::string url, Headers headers) override {
    return out_->connect(std::move(url), std::move(headers));
  }
  Async<Result<std::unique_ptr<Stream>>> dial(std::string address, bool tls) override {
    return out_->dial(std::move(address), tls);
  }
  Result<> serve(std::string name, Hook hook) override {
    hooks_.set(backend(), name, std::move(hook));
    return {};
  }

 private:
  std::unique_ptr<net::WaysOut> out_;
  Hooks& hooks_;
};

}  // namespace askd::daemon
