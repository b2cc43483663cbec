// The metrics as Prometheus reads them. A fresh registry each time: the figures live in the database, not here; but who was
// refused is counted by each server process, since a refusal must not cost a write.
import { Counter, Gauge, Registry } from "prom-client";

import { BREAKER_STATES } from "@/lib/domain/breaker";
import type { RefusalLog } from "@/lib/refusal-log";
import type { Metrics } from "@/lib/store/metrics";

type Refusals = ReturnType<RefusalLog["counts"]>;

export async function metricsText(metrics: Metrics, refused: Refusals): Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `herald_${name}`, help, labelNames, registers: [registry] });

  gauge("workers", "Processes that run the engine and were heard of lately.").set(metrics.workers);
  gauge("lag_seconds", "How long the oldest due delivery has been waiting.").set(metrics.lagSeconds);
  const deliveries = gauge("deliveries", "Deliveries of live broadcasts by status.", ["status"]);
  for (const { status, count } of metrics.deliveries) deliveries.set({ status }, count);
  const answers = gauge("answers_last_hour", "What Teams answered to posts in the last hour.", ["tenant", "outcome", "code"]);
  for (const { tenant, outcome, code, count } of metrics.answers) answers.set({ tenant, outcome, code }, count);
  const rate = gauge("rate_per_second", "The rate that a tenant's bucket allows at the moment.", ["tenant"]);
  const backlog = gauge("slots_backlog_seconds", "How far ahead slots are reserved.", ["tenant"]);
  const paused = gauge("paused_seconds", "How long a tenant still waits after a 429 or an outage.", ["tenant"]);
  const breaker = gauge("breaker", "1 for the state a tenant's breaker is in.", ["tenant", "state"]);
  for (const tenant of metrics.tenants) {
    rate.set({ tenant: tenant.tenant }, tenant.ratePerSecond);
    backlog.set({ tenant: tenant.tenant }, tenant.backlogSeconds);
    paused.set({ tenant: tenant.tenant }, tenant.pausedSeconds);
    for (const state of BREAKER_STATES) breaker.set({ tenant: tenant.tenant, state }, tenant.breaker === state ? 1 : 0);
  }
  if (metrics.consistency) {
    const { finishedAt, findings } = metrics.consistency;
    gauge("consistency_checked_timestamp_seconds", "When the last nightly check ended.").set(finishedAt.getTime() / 1000);
    const found = gauge("consistency_findings", "What the last nightly check found; anything but 0 is a bug.", ["check"]);
    for (const { check, count } of findings) found.set({ check }, count);
  }
  const help = "Requests that this server process refused since it began, by reason.";
  const refusals = new Counter({ name: "herald_refusals_total", help, labelNames: ["reason"], registers: [registry] });
  for (const { reason, count } of refused) refusals.inc({ reason }, count);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
