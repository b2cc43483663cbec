// What the doctor may find, as data: each finding has a code, the check it belongs to and how bad it is. Its words and
// the cure are texts (lib/texts/*/doctor.json), so the terminal and the console say the same.
export const MARKS = ["OK", "WARN", "FAIL"] as const;
export type Mark = (typeof MARKS)[number];

/** In the order in which they are looked at and shown. */
export const CHECKS = [
  "SETTINGS", "SECRET_KEY", "DATABASE", "BOT", "GRAPH", "PERMISSIONS", "CATALOG", "CONSOLE", "ENDPOINT", "CLOCK",
  "ENGINE", "RATE", "ZONES", "KEYS",
] as const;
export type Check = (typeof CHECKS)[number];

const FINDINGS = {
  SETTINGS_GOOD: ["SETTINGS", "OK"],
  SETTING_WRONG: ["SETTINGS", "FAIL"],
  PRACTICE_SETTINGS: ["SETTINGS", "WARN"],
  PACKAGE_SETTINGS: ["SETTINGS", "WARN"],

  SECRET_KEY_GOOD: ["SECRET_KEY", "OK"],
  SECRET_KEY_WEAK: ["SECRET_KEY", "WARN"],

  DATABASE_GOOD: ["DATABASE", "OK"],
  DATABASE_NONE: ["DATABASE", "FAIL"],
  DATABASE_UNREACHABLE: ["DATABASE", "FAIL"],
  DATABASE_REFUSED: ["DATABASE", "FAIL"],
  DATABASE_OLD: ["DATABASE", "FAIL"],
  DATABASE_SUPERUSER: ["DATABASE", "WARN"],
  DATABASE_LETTERS: ["DATABASE", "WARN"],
  MIGRATIONS_GOOD: ["DATABASE", "OK"],
  MIGRATIONS_PENDING: ["DATABASE", "WARN"],
  MIGRATIONS_BROKEN: ["DATABASE", "FAIL"],
  AUDIT_APPEND_ONLY: ["DATABASE", "OK"],
  AUDIT_BY_TRIGGER: ["DATABASE", "WARN"],
  AUDIT_OPEN: ["DATABASE", "FAIL"],

  BOT_GOOD: ["BOT", "OK"],
  BOT_AUTH_OFF: ["BOT", "WARN"],
  BOT_SECRET_WRONG: ["BOT", "FAIL"],
  BOT_SECRET_EXPIRED: ["BOT", "FAIL"],
  BOT_APP_UNKNOWN: ["BOT", "FAIL"],
  BOT_TENANT_UNKNOWN: ["BOT", "FAIL"],
  BOT_CERTIFICATE_UNKNOWN: ["BOT", "FAIL"],
  BOT_IDENTITY_ABSENT: ["BOT", "FAIL"],
  BOT_IDENTITY_REFUSED: ["BOT", "FAIL"],
  BOT_REFUSED: ["BOT", "FAIL"],
  SIGN_IN_UNREACHABLE: ["BOT", "FAIL"],
  TEAMS_REACHED: ["BOT", "OK"],
  TEAMS_UNREACHABLE: ["BOT", "FAIL"],
  SECRET_LASTS: ["BOT", "OK"],
  SECRET_EXPIRES_SOON: ["BOT", "WARN"],
  SECRET_EXPIRED: ["BOT", "FAIL"],
  SECRET_EXPIRY_UNKNOWN: ["BOT", "WARN"],
  BOT_CERTIFICATE_LASTS: ["BOT", "OK"],
  BOT_CERTIFICATE_EXPIRES_SOON: ["BOT", "WARN"],
  BOT_CERTIFICATE_EXPIRED: ["BOT", "FAIL"],
  IDENTITY_LASTS: ["BOT", "OK"],

  GRAPH_GOOD: ["GRAPH", "OK"],
  GRAPH_REFUSED: ["GRAPH", "FAIL"],
  GRAPH_UNCONSENTED: ["GRAPH", "FAIL"],
  GRAPH_UNREACHABLE: ["GRAPH", "FAIL"],

  PERMISSION_GRANTED: ["PERMISSIONS", "OK"],
  PERMISSION_MISSING: ["PERMISSIONS", "FAIL"],
  PERMISSION_ADVISED: ["PERMISSIONS", "WARN"],
  PERMISSION_NEEDS_CONSENT: ["PERMISSIONS", "WARN"],
  PERMISSIONS_UNREADABLE: ["PERMISSIONS", "WARN"],

  CATALOG_GOOD: ["CATALOG", "OK"],
  CATALOG_MISSING: ["CATALOG", "FAIL"],
  CATALOG_UNAPPROVED: ["CATALOG", "FAIL"],
  CATALOG_OLD: ["CATALOG", "WARN"],
  CATALOG_UNREADABLE: ["CATALOG", "FAIL"],

  CONSOLE_GOOD: ["CONSOLE", "OK"],
  CONSOLE_OFF: ["CONSOLE", "WARN"],
  CONSOLE_SHARED: ["CONSOLE", "WARN"],
  CONSOLE_SECRET_WRONG: ["CONSOLE", "FAIL"],
  CONSOLE_SECRET_EXPIRED: ["CONSOLE", "FAIL"],
  CONSOLE_APP_UNKNOWN: ["CONSOLE", "FAIL"],
  CONSOLE_REFUSED: ["CONSOLE", "FAIL"],
  CONSOLE_UNREACHABLE: ["CONSOLE", "FAIL"],

  ENDPOINT_LOOPBACK: ["ENDPOINT", "WARN"],
  ENDPOINT_NOT_HTTPS: ["ENDPOINT", "FAIL"],
  ENDPOINT_UNKNOWN_HOST: ["ENDPOINT", "FAIL"],
  ENDPOINT_UNREACHABLE: ["ENDPOINT", "FAIL"],
  CERTIFICATE_GOOD: ["ENDPOINT", "OK"],
  CERTIFICATE_EXPIRES_SOON: ["ENDPOINT", "WARN"],
  CERTIFICATE_REFUSED: ["ENDPOINT", "FAIL"],
  HEALTH_GOOD: ["ENDPOINT", "OK"],
  HEALTH_WRONG: ["ENDPOINT", "FAIL"],
  MESSAGES_GUARDED: ["ENDPOINT", "OK"],
  MESSAGES_PRACTICE: ["ENDPOINT", "WARN"],
  MESSAGES_OPEN: ["ENDPOINT", "FAIL"],
  MESSAGES_WRONG: ["ENDPOINT", "FAIL"],

  CLOCK_GOOD: ["CLOCK", "OK"],
  CLOCK_OFF: ["CLOCK", "WARN"],
  CLOCK_WRONG: ["CLOCK", "FAIL"],

  ENGINE_GOOD: ["ENGINE", "OK"],
  ENGINE_STALE: ["ENGINE", "FAIL"],
  ENGINE_NONE: ["ENGINE", "FAIL"],

  RATE_GOOD: ["RATE", "OK"],
  RATE_LOWERED: ["RATE", "WARN"],
  RATE_PAUSED: ["RATE", "WARN"],
  BREAKER_OPEN: ["RATE", "FAIL"],

  ZONES_GOOD: ["ZONES", "OK"],
  ZONES_MISSING: ["ZONES", "FAIL"],

  KEYS_EXPIRE_SOON: ["KEYS", "WARN"],
  KEYS_EXPIRED: ["KEYS", "WARN"],
} as const satisfies Record<string, readonly [Check, Mark]>;

export type FindingCode = keyof typeof FINDINGS;
export const FINDING_CODES = Object.keys(FINDINGS) as FindingCode[];

export type Finding = {
  check: Check;
  mark: Mark;
  code: FindingCode;
  /** What the texts of this code name. */
  values: Record<string, string | number>;
  /** Where it was found, when Herald works in several tenants. */
  tenantId?: string;
};

export function found(code: FindingCode, values: Finding["values"] = {}): Finding {
  const [check, mark] = FINDINGS[code];
  return { check, mark, code, values };
}

export function countMarks(findings: readonly Finding[]): Record<Mark, number> {
  const count = (mark: Mark) => findings.filter((finding) => finding.mark === mark).length;
  return { OK: count("OK"), WARN: count("WARN"), FAIL: count("FAIL") };
}
