// The words of the check constraints are the words of lib/domain: a status added in one place only is found here.
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { EVERY_SCOPE, SCOPES } from "@/lib/domain/api-key";
import { APPROVAL_DECISIONS, NOTICE_KINDS, NOTICE_STATUSES } from "@/lib/domain/approval";
import { LIST_FLAWS, LIST_STATUSES } from "@/lib/domain/audience-list";
import { BREAKER_STATES } from "@/lib/domain/breaker";
import {
  BROADCAST_PURPOSES, BROADCAST_STATUSES, MISSING_POLICIES, PAUSERS, PRIORITIES, STANDING_EVENTS, UNKNOWN_POLICIES,
} from "@/lib/domain/broadcast";
import { DELIVERY_STATUSES, SKIP_REASONS } from "@/lib/domain/delivery";
import {
  ACCOUNTS, GROUP_KINDS, GROUP_MEMBERSHIPS, GROUP_READINGS, INSTALL_CODES, INSTALL_STATUSES, INSTALL_WISHES, SYNC_ROUNDS,
} from "@/lib/domain/directory";
import { EXPORT_KINDS } from "@/lib/domain/export";
import { EVENT_OUTCOMES } from "@/lib/domain/external-event";
import { JOB_STATUSES } from "@/lib/domain/job";
import { RUN_OUTCOMES } from "@/lib/domain/recurrence";
import { RECIPIENT_KINDS, REFERENCE_SOURCES, REFERENCE_STATES } from "@/lib/domain/reference";
import { RETENTION_RULE_NAMES } from "@/lib/domain/retention";
import { ROLES } from "@/lib/domain/role";
import { ROSTER_ERRORS, ROSTER_STATUSES } from "@/lib/domain/roster";
import { createTestDatabase } from "@/lib/testing/database";
import { runAsAdmin } from "@/lib/testing/provide-database";

import { openDb } from "./db";
import { UPKEEP_KINDS } from "./upkeep-runs";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

/** The quoted words of a named check constraint, as PostgreSQL keeps it. */
async function wordsOf(constraint: string): Promise<Set<string>> {
  const rows = await db.$queryRaw`SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = ${constraint}`;
  const [row] = z.tuple([z.object({ text: z.string() })]).parse(rows);
  return new Set([...row.text.matchAll(/'([A-Za-z_0-9:*]+)'/g)].map((match) => match[1] ?? ""));
}

describe("a check constraint names exactly the words of the domain", () => {
  test.each([
    ["broadcasts_status_check", BROADCAST_STATUSES],
    ["broadcasts_purpose_check", BROADCAST_PURPOSES],
    ["broadcasts_standing_event_check", ["STANDING", ...STANDING_EVENTS]],
    ["broadcasts_on_unknown_check", UNKNOWN_POLICIES],
    ["broadcasts_priority_check", PRIORITIES],
    ["broadcasts_paused_by_check", PAUSERS],
    ["deliveries_status_check", DELIVERY_STATUSES],
    ["deliveries_skip_reason_check", ["SKIPPED", ...SKIP_REASONS]],
    ["conversation_references_state_check", REFERENCE_STATES],
    ["conversation_references_source_check", REFERENCE_SOURCES],
    ["recipients_kind_check", RECIPIENT_KINDS],
    ["recipients_account_check", ACCOUNTS],
    ["broadcasts_on_missing_check", MISSING_POLICIES],
    ["entra_groups_kind_check", GROUP_KINDS],
    ["entra_groups_membership_check", GROUP_MEMBERSHIPS],
    ["entra_groups_reading_check", GROUP_READINGS],
    ["app_installs_status_check", INSTALL_STATUSES],
    ["app_installs_wanted_by_check", INSTALL_WISHES],
    ["app_installs_code_check", INSTALL_CODES],
    ["directory_syncs_round_check", SYNC_ROUNDS],
    ["jobs_status_check", JOB_STATUSES],
    ["exports_kind_check", EXPORT_KINDS],
    ["audience_lists_status_check", LIST_STATUSES],
    ["audience_list_flaws_reason_check", LIST_FLAWS],
    ["external_events_outcome_check", EVENT_OUTCOMES],
    ["roster_reads_status_check", ROSTER_STATUSES],
    ["roster_reads_error_check", ["FAILED", ...ROSTER_ERRORS]],
    ["approvals_decision_check", APPROVAL_DECISIONS],
    ["approval_notices_kind_check", NOTICE_KINDS],
    ["approval_notices_status_check", NOTICE_STATUSES],
    ["recurrence_runs_outcome_check", RUN_OUTCOMES],
    ["retention_rules_rule_check", RETENTION_RULE_NAMES],
    ["upkeep_runs_kind_check", UPKEEP_KINDS],
    ["people_role_check", ROLES],
    ["api_keys_role_check", ROLES],
    ["api_keys_scopes_check", [EVERY_SCOPE, ...SCOPES]],
    ["send_slots_breaker_check", BREAKER_STATES],
  ])("%s", async (constraint, words) => {
    expect(await wordsOf(constraint)).toEqual(new Set(words));
  });
});

describe("the database refuses", () => {
  const id = "gen_random_uuid()";
  test.each([
    [
      "a delivery that is claimed by nobody",
      `INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, status) VALUES (${id}, ${id}, 't', 'CLAIMED')`,
    ],
    [
      "a failure without a reason",
      `INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, status, settled_at) VALUES (${id}, ${id}, 't', 'FAILED', now())`,
    ],
    ["a pause that forgot where to resume", "UPDATE broadcasts SET status = 'PAUSED'"],
    [
      "a second welcome",
      `INSERT INTO broadcasts (id, purpose, standing_event, status, topic_id, author_name, message)
       SELECT ${id}, purpose, standing_event, status, topic_id, author_name, message FROM broadcasts`,
    ],
    [
      "an event that was accepted and became nothing",
      `INSERT INTO external_events (id, api_key_id, key_name, body_hash, template_name, topic, outcome)
       VALUES (${id}, ${id}, 'k', 'h', 't', 't', 'ACCEPTED')`,
    ],
    ["a second rule for approval", "INSERT INTO approval_rule (id) VALUES (2)"],
    ["a rule that wants nobody's approval", "INSERT INTO approval_rule (needed) VALUES (0)"],
    [
      "a test that is a draft, and could be sent to others",
      `INSERT INTO broadcasts (id, purpose, status, author_name, message) VALUES (${id}, 'TEST', 'DRAFT', 'a', '{}')`,
    ],
    ["a review that nobody asked for", "UPDATE broadcasts SET status = 'IN_REVIEW'"],
    ["a roster of nothing", `INSERT INTO roster_reads (id) VALUES (${id})`],
    ["the same topic key twice", `INSERT INTO topics (id, key, name) VALUES (${id}, 'welcome', 'W')`],
  ])("%s", async (_what, sql) => {
    await expect(runAsAdmin(databaseUrl, sql)).rejects.toThrow(/constraint/i);
  });
});
