// What an adapter's author writes for the suite: a platform of its kind, and people on it.
#pragma once

#include "adapter_suite/world.hpp"

#include "askd/adapter.hpp"
#include "askd/settings.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::adapter_suite {

// One WebSocket, from the platform's end.
class Wire {
 public:
  void say(std::string what) {
    incoming.push_back(std::move(what));
    bell.ring();
  }
  void cut() {
    is_cut = true;
    bell.ring();
  }

  std::function<void(std::string)> on_written = [](const std::string&) {};
  std::deque<std::string> incoming = {};
  bool is_cut = false;     // by the platform
  bool is_closed = false;  // by the adapter, which has closed it or let go of it
  Bell bell = {};
};

// What is wrong with the platform, where it can still be reached.
enum class Trouble {
  none,
  broken,           // it fails by itself: an HTTP status of 500 and more
  nonsense,         // something else answers in its place: a proxy's page
  unauthenticated,  // it doesn't know the token any more
  limited           // it wants a pause, of `pause`
};
inline constexpr std::chrono::seconds pause{40};

// What a person does with a post. They know labels and titles, and no values.
struct Gesture {
  CardInput input = CardInput::buttons;
  std::vector<std::string> labels = {};                          // what is pressed, or picked from a list
  std::string text = {};                                         // what is written
  std::vector<std::pair<std::string, std::string>> fields = {};  // title, and what is written or picked there
  std::string note = {};
};

// What people see. A joiner or the like that an adapter puts in to break up mark-up can't be seen.
struct Shown {
  std::string text;  // all of it, without mark-up
  std::vector<std::string> markup =
      {};  // each thing that isn't plain text, in order: "bold", "link https://…", "mention"
};

// Something that happened on the platform, and that it tells the adapter of.
using Event = std::size_t;

using Clock = std::function<Instant()>;

// A platform in one of its ways of working. It keeps what was posted, as the real one does, and refuses what the real
// one would refuse: what it puts into `complaints` fails the check.
class Peer {
 public:
  explicit Peer(World& world) : world_(world) {}
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;

  // The values of the adapter's settings, as an operator would write them. A secret is of eight characters at least,
  // and nothing else that the platform says.
  virtual std::map<std::string, std::string> settings() const = 0;
  // As the adapter's AdapterType makes one, with a clock of the suite's.
  virtual std::unique_ptr<Adapter> make(Settings& settings, Clock clock) = 0;
  // Where the suite posts.
  virtual Room room() const = 0;

  // The platform's end of the ways out. What an adapter of this kind doesn't use needn't be there.
  virtual Async<Result<Response>> answer(Request request);
  virtual Result<std::shared_ptr<Wire>> connect(std::string url, Headers headers);
  // Secrets that the platform hands out while it works, as the address of a connection.
  virtual std::vector<std::string> tickets() const { return {}; }

  // A person does it: finds what to press and to fill in within what is shown. Nothing if that isn't there.
  virtual std::optional<Event> act(const PostRef& post, const Gesture& gesture) = 0;
  // A person replies to the post.
  virtual Event reply(const PostRef& post, const std::string& text) = 0;
  // The platform tells the adapter of this post of the adapter's own, if it does that at all.
  virtual std::optional<Event> echo(const PostRef&) { return std::nullopt; }
  // The platform tells of it once more, as of something new.
  virtual void repeat(Event event) = 0;
  // Whether the adapter has told the platform that it needn't tell of it again.
  virtual bool acknowledged(Event event) const = 0;

  // A post by somebody else, who claims that it shows this delivery.
  virtual PostRef post_of_stranger(DeliveryId claimed) = 0;
  // Deletes it.
  virtual void remove(const PostRef& post) = 0;
  // What was posted, changed or said last.
  virtual Shown last_shown() const = 0;

  // Ends all connections that there are. What happens now is kept for who asks later. False where nothing can be cut,
  // as where the platform calls us.
  virtual bool cut() = 0;
  // Where the adapter began when it last listened anew; nothing on a platform that keeps no place.
  virtual std::optional<std::string> resumed_from() const { return std::nullopt; }

  // Calls what the adapter serves, as /hooks/<backend>/<name> does; 404 where nothing is served.
  std::function<Started<Response>(const std::string& name, Request request)> call = {};

  Trouble trouble = Trouble::none;
  std::string words = {};  // what the platform says in its errors, wherever it can say something
  std::vector<std::string> complaints = {};

 protected:
  World& world() { return world_; }

 private:
  World& world_;
};

using MakePeer = std::function<std::unique_ptr<Peer>(World&)>;

}  // namespace askd::adapter_suite
