// Socket Mode: two connections at a time, so that one is there while the other is renewed. A connection that Slack is
// about to end is read on until its replacement has said hello.
#pragma once

#include "account.hpp"
#include "bell.hpp"
#include "catch_up.hpp"
#include "intake.hpp"
#include "web_api.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace askd::adapters::slack {

class SocketMode {
 public:
  using Clock = std::function<Instant()>;

  SocketMode(WebApi& api, Account& account, Intake& intake, CatchUp& catch_up, Clock clock);

  // Until cancelled, or until nothing but an operator can help.
  Async<Result<>> run(Host& host);

 private:
  // Connections that are to be up, and places for those that are on their way out as well.
  static constexpr int target = 2;

  struct Line {
    std::unique_ptr<Socket> socket = {};
    bool retired = false;  // Slack will end it; it no longer counts
    bool busy = false;     // something that came over it isn't acknowledged yet
    bool over = false;
    Bell bell = {};
  };

  Async<> slots(Host& host);
  Async<> slot(Host& host);
  Async<> ended();
  Async<std::unique_ptr<Socket>> dial(Host& host);
  Async<Result<std::unique_ptr<Socket>>> connect(Host& host);
  Async<Result<std::unique_ptr<Socket>>> greeted(Host& host);
  Async<> pause_after(Host& host, Error error);
  Async<> serve(Host& host, Line& line);
  Async<> read_on(Host& host, Line& line);
  Async<> close_when_due(Host& host, Line& line);
  Async<> take(Host& host, Line& line, std::string text);
  Async<> acknowledge(Host& host, Line& line, Envelope envelope);
  // Reports why nothing is heard; what Slack itself said about it explains more than that it hung up.
  void complain(Host& host, const std::string& what);
  void retire(Line& line);
  void disconnected(Host& host, Line& line, const std::string& reason);
  // Ever longer, until a connection has lived for a while.
  std::chrono::milliseconds next_pause();
  std::chrono::milliseconds jitter(std::chrono::milliseconds most);

  WebApi& api_;
  Account& account_;
  Intake& intake_;
  CatchUp& catch_up_;
  Clock clock_;
  Bell bell_ = {};
  int dialing_ = 0;
  int fresh_ = 0;  // that said hello and aren't retired
  int failures_ = 0;
  Instant hold_until_ = {};
  std::string trouble_ = {};  // why Slack wants no connection, until it takes one again
  std::uint64_t random_ = 0;
  std::optional<Error> fatal_ = {};
};

// The app's id, as its token holds it: "xapp-1-A0APP-…". Empty if it holds none.
std::string app_in_token(std::string_view token);

}  // namespace askd::adapters::slack
