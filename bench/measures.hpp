// The measurements, in the order in which `all` runs them. Each adds its rows to the report.
#pragma once

#include "plan.hpp"
#include "report.hpp"

namespace askd::bench {

// Durable asks accepted per second, beside bare LevelDB.
void measure_accept(const Plan& plan, Report& report);
// From an answer to the wake-up of the agent that waits for it, beside a round trip to a bare server.
void measure_wake(const Plan& plan, Report& report);
// Memory of agents that wait on connections of their own, beside connections to a bare server.
void measure_waiting(const Plan& plan, Report& report);
// Asks over many WebSockets, their memory and their answers, beside a bare WebSocket server.
void measure_sockets(const Plan& plan, Report& report);
// Messages in a channel, from their sender to all members, beside a bare WebSocket server.
void measure_fanout(const Plan& plan, Report& report);
// A restart with many open asks, beside bare LevelDB reading the same rows.
void measure_restart(const Plan& plan, Report& report);
// An empty askd: how fast it starts, and what it costs while nothing happens.
void measure_idle(const Plan& plan, Report& report);

}  // namespace askd::bench
