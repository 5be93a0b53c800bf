#include "process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

namespace askd::bench {
namespace {

[[noreturn]] void become(std::vector<char*>& arguments, int output, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the benchmark died meanwhile
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

Seconds seconds_of(const timeval& time) {
  return Seconds(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6);
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const std::filesystem::path& output) : output_(output) {
  const int descriptor = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Failure("Can't write " + output.string() + ": " + std::strerror(errno));
  std::vector<std::string> copies = command;
  std::vector<char*> arguments;
  for (std::string& argument : copies) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(arguments, descriptor, parent);
  ::close(descriptor);
  if (pid_ < 0) throw Failure("Can't start " + command.front() + ": " + std::strerror(errno));
}

Process::~Process() { kill(); }

bool Process::running() const {
  siginfo_t ended{};
  return pid_ > 0 && ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == 0;
}

std::string Process::printed() const {
  std::ifstream file(output_);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::size_t Process::resident() const { return status_bytes("VmRSS:"); }
std::size_t Process::resident_most() const { return status_bytes("VmHWM:"); }

std::size_t Process::status_bytes(std::string_view field) const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(field)) return std::stoul(line.substr(field.size())) * 1024;
  throw Failure("The process tells no " + std::string(field) + " (has it ended?)\n" + printed());
}

Seconds Process::processor_time() const {
  std::uint64_t nanoseconds = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid_) + "/task")) {
    std::ifstream file(task.path() / "schedstat");
    std::uint64_t on_processor = 0;
    if (file >> on_processor) nanoseconds += on_processor;
  }
  return std::chrono::nanoseconds(nanoseconds);
}

bool Process::ended_within(std::chrono::milliseconds time) {
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  if (watched < 0) throw Failure(std::string("A process can't be watched: ") + std::strerror(errno));
  pollfd end{watched, POLLIN, 0};
  const bool ended = ::poll(&end, 1, static_cast<int>(time.count())) == 1;
  ::close(watched);
  return ended;
}

void Process::stop() {
  ::kill(pid_, SIGTERM);
  if (!ended_within(std::chrono::minutes(1))) throw Failure("The process doesn't stop.\n" + printed());
  int status = 0;
  ::waitpid(std::exchange(pid_, -1), &status, 0);
  if (status != 0) throw Failure("The process ended with status " + std::to_string(status) + ".\n" + printed());
}

void Process::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(std::exchange(pid_, -1), nullptr, 0);
}

Seconds own_processor_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool got = probe >= 0 && ::bind(probe, generic, size) == 0 && ::getsockname(probe, generic, &size) == 0;
  if (probe >= 0) ::close(probe);
  if (!got) throw Failure(std::string("There is no free port: ") + std::strerror(errno));
  return ntohs(address.sin_port);
}

std::size_t raise_descriptors(std::size_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, count);
  limit.rlim_max = std::max(limit.rlim_max, limit.rlim_cur);  // root may
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
    throw Failure("The limit of open files can't be raised to " + std::to_string(count) +
                  " (ulimit -Hn): " + std::strerror(errno));
  return limit.rlim_cur;
}

}  // namespace askd::bench
