// askd: reads the configuration, opens the store, and serves.
#include "daemon/daemon.hpp"
#include "daemon/exits.hpp"
#include "daemon/log.hpp"
#include "daemon/quick_start.hpp"

#include "adapters/list.hpp"

#include <CLI/CLI.hpp>

#include <malloc.h>
#include <sys/stat.h>

#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace {

using namespace askd;

struct Arguments {
  std::string config;
  std::string data;
  std::vector<std::string> listen;
  bool check_config = false;
  bool quick_start = false;
};

Result<config::Configuration> read(const Arguments& arguments) {
  std::optional<std::filesystem::path> file;
  if (!arguments.config.empty()) file = arguments.config;
  config::Flags flags;
  if (!arguments.data.empty()) flags.emplace_back("store.path", arguments.data);
  if (!arguments.listen.empty()) flags.emplace_back("server.listen", CLI::detail::join(arguments.listen, ","));
  const auto environment = config::process_environment();
  return arguments.check_config ? config::check(file, environment, flags, adapter_types())
                                : config::load(file, environment, flags, adapter_types());
}

int refuse(const Error& error, int code) {
  std::fprintf(stderr, "askd: %s\n", error.message.c_str());
  return code;
}

int serve(const Arguments& arguments, config::Configuration configuration) {
  daemon::set_up_log(configuration.log.level, configuration.log.format);
  auto store = store::Store::open(configuration.store.path);
  if (!store) return refuse(store.error(), store.error().fault == Fault::corrupt ? exits::damaged : exits::runtime);
  auto state = (*store)->load();
  if (!state) return refuse(state.error(), state.error().fault == Fault::corrupt ? exits::damaged : exits::runtime);
  // What loading took and gave back lies between the rows; glibc keeps it unless it is asked.
  malloc_trim(0);
  daemon::Daemon daemon(std::move(configuration), std::move(*store), std::move(*state),
                        [arguments] { return read(arguments); });
  std::function<Async<>(daemon::Daemon&)> started;
  if (arguments.quick_start) started = daemon::quick_start;
  return daemon.run(std::move(started));
}

}  // namespace

int main(int argc, char** argv) {
  umask(0077);  // what people write is nobody else's to read
  CLI::App app("askd: agents ask a person, and block until the answer.");
  Arguments arguments;
  app.add_option("--config", arguments.config, "The configuration file; teams.d/ is read beside it");
  app.add_option("--data", arguments.data, "The folder of the store");
  app.add_option("--listen", arguments.listen, "Where to listen, as in 127.0.0.1:8080");
  app.add_flag("--check-config", arguments.check_config, "Only check the configuration: 0, or 78 with every fault");
  app.add_flag("--quick-start", arguments.quick_start, "Make an owner's link, an agent's token and a first channel");
  app.set_version_flag("--version", "askd " ASKD_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exits::usage;
  }
  auto configuration = read(arguments);
  if (!configuration) return refuse(configuration.error(), exits::configuration);
  if (arguments.check_config) {
    std::puts("The configuration is good.");
    return 0;
  }
  return serve(arguments, std::move(*configuration));
}
