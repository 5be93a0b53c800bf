// A host for an adapter that no daemon runs: it can reach its platform, and what people do there is kept here.
#pragma once

#include "net/io.hpp"
#include "net/ways_out.hpp"

#include "askd/host.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::askctl {

class SetupHost final : public Host {
 public:
  // `hears` is told of everything that people do.
  SetupHost(net::WaysOut& out, std::function<void(const Inbound&)> hears) : out_(out), hears_(std::move(hears)) {}

  Async<> heard(Inbound what) override {
    hears_(what);
    co_return;
  }
  Async<> caught_up() override { co_return; }
  std::string cursor() const override { return {}; }
  std::vector<PostRef> open_posts() const override { return {}; }
  Async<Result<Response>> send(Request request) override { return out_.send(std::move(request)); }
  Async<Result<std::unique_ptr<Socket>>> connect(std::string url, Headers headers) override {
    return out_.connect(std::move(url), std::move(headers));
  }
  Async<Result<std::unique_ptr<Stream>>> dial(std::string address, bool tls) override {
    return out_.dial(std::move(address), tls);
  }
  Result<> serve(std::string, Hook) override {
    return Error{Fault::unavailable, "Only a running askd can be called by the platform."};
  }
  Async<> sleep(std::chrono::milliseconds time) override { return net::sleep_for(time); }
  void report(std::string_view reason) override { trouble_ = reason; }

  const std::string& trouble() const { return trouble_; }

 private:
  net::WaysOut& out_;
  std::function<void(const Inbound&)> hears_;
  std::string trouble_;
};

}  // namespace askd::askctl
