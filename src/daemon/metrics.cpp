// Keeps the metrics with prometheus-cpp. Labels are bounded: no id, name or text of anybody's but the backends' names,
// which the operator gave.
#include "daemon/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <variant>

namespace askd::daemon {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

const prometheus::Histogram::BucketBoundaries answer_seconds = {5, 15, 60, 300, 900, 3600, 7200, 14400, 28800, 86400};
const prometheus::Histogram::BucketBoundaries write_seconds = {0.0001, 0.0005, 0.001, 0.005, 0.01,
                                                               0.05,   0.1,    0.5,   1,     5};

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

struct Metrics::Families {
  prometheus::Registry registry;
  prometheus::Counter& created =
      BuildCounter().Name("askd_asks_created_total").Help("Asks that were opened.").Register(registry).Add({});
  prometheus::Family<prometheus::Counter>& settled =
      BuildCounter().Name("askd_asks_settled_total").Help("Asks that ended, by how.").Register(registry);
  prometheus::Counter& answered = settled.Add({{"outcome", "answered"}});
  prometheus::Counter& expired = settled.Add({{"outcome", "expired"}});
  prometheus::Counter& cancelled = settled.Add({{"outcome", "cancelled"}});
  prometheus::Gauge& open = BuildGauge().Name("askd_asks_open").Help("Asks that are open.").Register(registry).Add({});
  prometheus::Histogram& answer_time = BuildHistogram()
                                           .Name("askd_ask_answer_seconds")
                                           .Help("From the ask to its answer.")
                                           .Register(registry)
                                           .Add({}, answer_seconds);
  prometheus::Counter& notices =
      BuildCounter().Name("askd_notices_total").Help("Notices that were posted.").Register(registry).Add({});
  prometheus::Counter& late =
      BuildCounter().Name("askd_late_answers_total").Help("Answers after the end.").Register(registry).Add({});
  prometheus::Counter& refused =
      BuildCounter().Name("askd_answers_refused_total").Help("Attempts without effect.").Register(registry).Add({});
  prometheus::Counter& failed =
      BuildCounter().Name("askd_deliveries_failed_total").Help("Deliveries given up.").Register(registry).Add({});
  prometheus::Gauge& sequence =
      BuildGauge().Name("askd_audit_sequence").Help("The number of the last record.").Register(registry).Add({});
  prometheus::Family<prometheus::Counter>& requests = BuildCounter()
                                                          .Name("askd_http_requests_total")
                                                          .Help("Requests that reached a door, by method.")
                                                          .Register(registry);
  prometheus::Gauge& connected =
      BuildGauge().Name("askd_http_connections").Help("Connections that are open.").Register(registry).Add({});
  prometheus::Family<prometheus::Gauge>& backends =
      BuildGauge()
          .Name("askd_backend_up")
          .Help("1 while the backend is well, 0.5 while it is degraded, 0 while it is down.")
          .Register(registry);
  prometheus::Histogram& write_time = BuildHistogram()
                                          .Name("askd_store_write_seconds")
                                          .Help("Writes of a batch, with the sync.")
                                          .Register(registry)
                                          .Add({}, write_seconds);
  prometheus::Gauge& reload_good = BuildGauge()
                                       .Name("askd_config_last_reload_successful")
                                       .Help("1 if the last configuration that was read took effect.")
                                       .Register(registry)
                                       .Add({});
  prometheus::Gauge& reload_time = BuildGauge()
                                       .Name("askd_config_last_reload_success_timestamp_seconds")
                                       .Help("When a configuration last took effect.")
                                       .Register(registry)
                                       .Add({});
};

Metrics::Metrics(std::string_view version, const core::State& recovered) : families_(std::make_unique<Families>()) {
  families_->open.Set(static_cast<double>(recovered.open_total()));
  families_->sequence.Set(static_cast<double>(recovered.sequence));
  BuildGauge()
      .Name("askd_build_info")
      .Help("1, with the version as a label.")
      .Register(families_->registry)
      .Add({{"version", std::string(version)}})
      .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::count(const core::State& state, const core::asks::Fact& fact) {
  Families& all = *families_;
  const auto ended = [&](prometheus::Counter& how) {
    how.Increment();
    all.open.Decrement();
  };
  if (std::holds_alternative<core::asks::Opened>(fact)) {
    all.created.Increment();
    all.open.Increment();
  }
  if (std::holds_alternative<core::asks::Expired>(fact)) ended(all.expired);
  if (std::holds_alternative<core::asks::Withdrawn>(fact)) ended(all.cancelled);
  if (std::holds_alternative<core::asks::Superseded>(fact)) ended(all.cancelled);
  if (std::holds_alternative<core::asks::Late>(fact)) all.late.Increment();
  if (std::holds_alternative<core::asks::Refused>(fact)) all.refused.Increment();
  if (const auto* answered = std::get_if<core::asks::Answered>(&fact)) {
    ended(all.answered);
    if (const core::Ask* ask = state.ask(answered->id))
      all.answer_time.Observe(seconds(answered->answer.at - ask->created));
  }
}

void Metrics::observe(const core::State& state, const core::Outcome& outcome) {
  Families& all = *families_;
  for (const core::Fact& fact : outcome.facts) {
    if (const auto* noun = std::get_if<core::asks::Fact>(&fact)) {
      count(state, *noun);
    } else if (std::holds_alternative<core::notices::Fact>(fact)) {
      all.notices.Increment();
    } else if (const auto* delivery = std::get_if<core::deliveries::Fact>(&fact)) {
      if (std::holds_alternative<core::deliveries::Failed>(*delivery)) all.failed.Increment();
    }
  }
  all.sequence.Set(static_cast<double>(state.sequence));
}

void Metrics::request(std::string_view method) {
  families_->requests.Add({{"method", std::string(method)}}).Increment();
}

void Metrics::wrote(std::chrono::steady_clock::duration took) {
  families_->write_time.Observe(std::chrono::duration<double>(took).count());
}

void Metrics::reloaded(bool well, Instant at) {
  families_->reload_good.Set(well ? 1 : 0);
  if (well) families_->reload_time.Set(seconds(at.time_since_epoch()));
}

void Metrics::backend(const BackendId& id, engine::BackendState state) {
  const double value = state == engine::BackendState::up ? 1 : state == engine::BackendState::degraded ? 0.5 : 0;
  families_->backends.Add({{"backend", id}}).Set(value);
}

void Metrics::connections(std::size_t count) { families_->connected.Set(static_cast<double>(count)); }

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(families_->registry.Collect()); }

}  // namespace askd::daemon
