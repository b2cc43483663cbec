// The cards of a message to all members of a team obey the rules of every card, in each language and for any name.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { emittedFaults } from "@/lib/testing/card-rules";
import { teamMessageLabels } from "@/lib/texts/team-message-labels";
import { LOCALES } from "@/lib/texts/texts";

import { actionDataSchema, TEAM_VERBS, type TeamVerb } from "./card-actions";
import {
  type Choice, MAX_CHOICES, teamCanceledCard, teamConfirmCard, teamFormCard, type TeamNotice, teamNoticeCard, teamSentCard,
} from "./card-team-message";
import { cardSizeBytes, MAX_BYTES } from "./size";
import { FIELD_LIMITS, TEAM_MESSAGE_FIELDS, teamInputsSchema } from "./team-message";

const ID = "0190a6f0-0000-7000-8000-000000000001";
const data = (verb: TeamVerb) => ({
  herald: { verb, team: ID, broadcast: ID, recipient: ID, template: ID, revision: 3, signature: "s".repeat(43) },
});
const NOTICES: TeamNotice[] = ["noRole", "signIn", "noTeam", "private", "gone", "refused"];
const filled = Object.fromEntries(TEAM_MESSAGE_FIELDS.map((field) => [field, "ü".repeat(FIELD_LIMITS[field])]));

function allCards(locale: (typeof LOCALES)[number], name: string, count: number, choices: Choice[]) {
  const labels = teamMessageLabels(locale);
  const actions = {
    fill: data("teamFill"), review: data("teamReview"), cancel: data("teamCancel"), send: data("teamSend"),
    count: data("teamCount"), edit: data("teamEdit"),
  };
  const form = { team: name, author: name, actions };
  const confirm = {
    team: name, topic: name, title: name, net: count, leftOut: count, unread: false, reading: null, typing: null, actions,
  };
  return [
    teamFormCard(labels, { ...form, values: teamInputsSchema.parse({}), topics: choices, templates: [], missing: [] }),
    teamFormCard(labels, {
      ...form, values: teamInputsSchema.parse({ ...filled, topic: "news" }), topics: choices, templates: choices, missing: [name],
    }),
    teamConfirmCard(labels, confirm),
    teamConfirmCard(labels, { ...confirm, reading: count }),
    teamConfirmCard(labels, { ...confirm, unread: true }),
    ...[true, false].map((mistyped) => teamConfirmCard(labels, { ...confirm, typing: { mistyped } })),
    teamSentCard(labels, { team: name, net: count, reportUrl: "https://herald.example/broadcasts/1" }),
    teamCanceledCard(labels),
    ...NOTICES.map((notice) => teamNoticeCard(labels, notice, name)),
  ];
}

const anyName = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
  fc.constantFrom("**B**", "قائمة", "[x](https://a.example)"),
);

describe("every card of a message to a team", () => {
  it.each(LOCALES)("may leave the house (%s)", (locale) => {
    const check = (name: string, count: number) => {
      const choices = [{ title: name, value: "news" }];
      expect(allCards(locale, name, count, choices).flatMap(emittedFaults)).toEqual([]);
    };
    fc.assert(fc.property(anyName, fc.nat(), check), { numRuns: 30 });
  });

  it("sends back data that the bot accepts", () => {
    for (const verb of TEAM_VERBS) expect(actionDataSchema.safeParse(data(verb)).success).toBe(true);
  });

  it("stays within Teams' size with everything in it, however many topics and templates there are", () => {
    const choices = Array.from({ length: 400 }, (_, n) => ({ title: `Ä${n}`.padEnd(80, "x"), value: ID }));
    for (const card of allCards("de", "x".repeat(80), 1, choices)) {
      expect(cardSizeBytes(card)).toBeLessThan(MAX_BYTES);
      expect(JSON.stringify(card).match(/"value":"0190/g)?.length ?? 0).toBeLessThanOrEqual(2 * MAX_CHOICES);
    }
  });
});

describe("what a client sends back", () => {
  it("is cut to what a message can hold, and absent where it is no text", () => {
    const inputs = teamInputsSchema.parse({ title: ` ${"x".repeat(500)} `, actor: 5, whatToDo: "a\0b" });
    expect(inputs.title).toHaveLength(FIELD_LIMITS.title);
    expect(inputs).toMatchObject({ actor: "", whatToDo: "ab", topic: "" });
  });
});
