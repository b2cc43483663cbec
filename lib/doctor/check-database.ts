// The database, and what the engine and the rate have left in it.
import { type KeyState, keyStateOf } from "@/lib/domain/api-key";
import { type Finding, found } from "@/lib/domain/finding";
import { HEADROOM } from "@/lib/domain/throttle";
import { isLoopback } from "@/lib/env";
import { type DatabaseFacts, inspectDatabase, type TenantRate } from "@/lib/store/inspect-database";

import type { Patient } from "./patient";

const OLDEST_POSTGRES = 140_000;
/** A rate this much below the allowed one is worth a word; a little below is its usual state. */
const LOWERED_BELOW = 0.9;
/** Zones of four continents: where one is missing, the data are. */
const TRIAL_ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney"];

export async function checkDatabase({ settings, databaseUrl, now }: Patient): Promise<Finding[]> {
  if (databaseUrl === undefined) return [found("DATABASE_NONE"), ...checkZones(undefined)];
  const facts = await inspectDatabase(databaseUrl);
  if ("code" in facts) {
    const code = facts.isRefusal ? "DATABASE_REFUSED" : "DATABASE_UNREACHABLE";
    return [found(code, { place: facts.place, code: facts.code }), ...checkZones(undefined)];
  }
  return [
    ...checkServer(facts, isLoopback(databaseUrl)),
    ...(facts.engine ? [checkEngine(facts.engine), ...checkRate(facts.engine.tenants, settings.SEND_RATE_PER_SECOND)] : []),
    ...checkZones(facts.zones),
    ...checkKeys(facts.endingKeys, now()),
  ];
}

function checkKeys(keys: DatabaseFacts["endingKeys"], now: Date): Finding[] {
  const namesOf = (state: KeyState) => {
    return keys.filter(({ expiresAt }) => keyStateOf(expiresAt, now) === state).map(({ name }) => name);
  };
  const [soon, over] = [namesOf("EXPIRES_SOON"), namesOf("EXPIRED")];
  return [
    ...(soon.length > 0 ? [found("KEYS_EXPIRE_SOON", { count: soon.length, names: soon.join(", ") })] : []),
    ...(over.length > 0 ? [found("KEYS_EXPIRED", { count: over.length, names: over.join(", ") })] : []),
  ];
}

function checkServer(facts: DatabaseFacts, isOnThisMachine: boolean): Finding[] {
  const { place, version, migrations } = facts;
  if (facts.versionNumber < OLDEST_POSTGRES) return [found("DATABASE_OLD", { version })];
  return [
    found("DATABASE_GOOD", { place, version }),
    // The embedded server has no other role, and listens to this machine alone.
    ...(facts.isSuperuser && !isOnThisMachine ? [found("DATABASE_SUPERUSER", { place })] : []),
    ...(facts.knowsLetters ? [] : [found("DATABASE_LETTERS")]),
    checkMigrations(migrations),
    ...checkAudit(facts),
  ];
}

/** Nothing while there is no audit yet. */
function checkAudit({ isAuditAppendOnly, hasAuditTrigger }: DatabaseFacts): Finding[] {
  if (isAuditAppendOnly === undefined) return [];
  if (isAuditAppendOnly) return [found("AUDIT_APPEND_ONLY")];
  return [found(hasAuditTrigger ? "AUDIT_BY_TRIGGER" : "AUDIT_OPEN")];
}

function checkMigrations({ applied, pending, problem }: DatabaseFacts["migrations"]): Finding {
  if (problem !== undefined) return found("MIGRATIONS_BROKEN", { problem });
  const [first] = pending;
  if (first !== undefined) return found("MIGRATIONS_PENDING", { count: pending.length, first });
  return found("MIGRATIONS_GOOD", { count: applied });
}

function checkEngine({ workers, lastBeatMs }: NonNullable<DatabaseFacts["engine"]>): Finding {
  if (workers > 0) return found("ENGINE_GOOD", { workers });
  return lastBeatMs === null ? found("ENGINE_NONE") : found("ENGINE_STALE", { seconds: Math.round(lastBeatMs / 1000) });
}

function checkRate(tenants: readonly TenantRate[], allowed: number): Finding[] {
  const troubles = tenants.flatMap((tenant) => checkTenant(tenant, allowed));
  return troubles.length > 0 ? troubles : [found("RATE_GOOD", { rate: allowed })];
}

function checkTenant(tenant: TenantRate, allowed: number): Finding[] {
  const { tenantId, ratePerSecond } = tenant;
  if (tenant.breaker !== "CLOSED") {
    const since = tenant.breakerSince?.toISOString().slice(0, 16).replace("T", " ") ?? "";
    return [found("BREAKER_OPEN", { tenantId, since: `${since} UTC`, reason: tenant.breakerReason })];
  }
  if (tenant.pausedMs > 0) return [found("RATE_PAUSED", { tenantId, seconds: Math.ceil(tenant.pausedMs / 1000) })];
  if (ratePerSecond >= allowed * HEADROOM * LOWERED_BELOW) return [];
  return [found("RATE_LOWERED", { tenantId, rate: Math.round(ratePerSecond * 10) / 10, allowed })];
}

function checkZones(known: readonly string[] | undefined): Finding[] {
  const here = TRIAL_ZONES.find((zone) => !isKnownHere(zone));
  if (here !== undefined) return [found("ZONES_MISSING", { where: "node", zone: here })];
  if (known === undefined) return [];
  const there = TRIAL_ZONES.find((zone) => !known.includes(zone));
  if (there !== undefined) return [found("ZONES_MISSING", { where: "database", zone: there })];
  return [found("ZONES_GOOD", { count: Math.min(known.length, Intl.supportedValuesOf("timeZone").length) })];
}

function isKnownHere(zone: string): boolean {
  return Intl.supportedValuesOf("timeZone").includes(zone);
}
