// The bot's answers obey the same rules as every card, in each language and for any name.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { emittedFaults, visit } from "@/lib/testing/card-rules";
import { preferenceLabels, replyLabels } from "@/lib/texts/card-labels";
import { LOCALES } from "@/lib/texts/texts";

import { actionDataSchema, type ActionVerb } from "./card-actions";
import type { AdaptiveCard } from "./card-elements";
import { PREFERENCES_PAGE_SIZE, preferencesCard, type TopicChoice, whoAmICard } from "./card-preferences";
import * as replies from "./card-replies";
import { REFERENCE_SOURCES, REFERENCE_STATES } from "./reference";

const ID = "0190a6f0-0000-7000-8000-000000000001";
const data = (verb: ActionVerb) => ({
  herald: { verb, topic: ID, broadcast: ID, recipient: ID, signature: "s".repeat(43) },
});
const anyName = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
  fc.constantFrom("**B**", "قائمة", "[x](https://a.example)"),
);
const anyTopics: fc.Arbitrary<TopicChoice[]> = fc.array(
  fc.record({
    name: anyName,
    description: fc.string({ unit: "grapheme", maxLength: 300 }),
    state: fc.constantFrom("ON", "OFF", "ALWAYS_ON"),
    change: fc.constant(data("setTopic")),
  }),
  { maxLength: PREFERENCES_PAGE_SIZE, size: "max" },
);

function allReplies(locale: (typeof LOCALES)[number], name: string, topics: TopicChoice[]): AdaptiveCard[] {
  const labels = replyLabels(locale);
  const words = preferenceLabels(locale);
  const preferences = data("preferences");
  const all = { topics, startAll: data("startAll"), stopAll: data("stopAll"), next: preferences };
  const person = { objectId: "o", email: "a@b.example", source: "INSTALL" } as const;
  return [
    replies.optedOutCard(labels, { topic: name, undo: data("optIn") }),
    replies.optedInCard(labels, { topic: name, optOut: data("optOut"), preferences }),
    replies.mandatoryTopicCard(labels, { topic: name, preferences }),
    replies.stoppedCard(labels, { mandatoryTopics: topics.map((topic) => topic.name), startAll: data("startAll") }),
    replies.startedCard(labels, { preferences }),
    ...REFERENCE_SOURCES.map((source) => replies.whyCard(labels, { source, team: name, topics: [name], preferences })),
    replies.helpCard(labels, { preferences }),
    replies.unknownCommandCard(labels),
    preferencesCard(words, { ...all, stopped: false }),
    preferencesCard(words, { ...all, stopped: true }),
    ...REFERENCE_STATES.map((state) => whoAmICard(words, { ...person, displayName: name, state })),
  ];
}

function textsOf(card: AdaptiveCard): string {
  return visit(card).flatMap((node) => (typeof node.text === "string" ? [node.text] : [])).join("\n");
}

function executes(card: AdaptiveCard) {
  return visit(card).filter((node) => node.type === "Action.Execute");
}

describe("every reply", () => {
  it.each(LOCALES)("is a card that may leave the house (%s)", (locale) => {
    const check = (name: string, topics: TopicChoice[]) => {
      expect(allReplies(locale, name, topics).flatMap(emittedFaults)).toEqual([]);
    };
    fc.assert(fc.property(anyName, anyTopics, check), { numRuns: 40 });
  });

  it("sends back data that the bot accepts", () => {
    const sent = allReplies("en", "News", []).flatMap(executes);
    expect(sent.length).toBeGreaterThan(10);
    for (const node of sent) expect(actionDataSchema.safeParse(node.data).success).toBe(true);
  });
});

describe("the opted-out card", () => {
  it("names the topic and offers the way back", () => {
    const card = replies.optedOutCard(replyLabels("en"), { topic: "Company *news*", undo: data("optIn") });
    expect(card.fallbackText).toBe("You no longer get Company *news*");
    expect(executes(card)).toMatchObject([{ title: "Undo", verb: "optIn" }]);
  });
});

describe("the preferences card", () => {
  const topics: TopicChoice[] = [
    { name: "News", description: "", state: "ON", change: data("setTopic") },
    { name: "Canteen", description: "", state: "OFF", change: data("setTopic") },
    { name: "Safety", description: "", state: "ALWAYS_ON" },
  ];
  const all = { topics, startAll: data("startAll"), stopAll: data("stopAll") };
  const titles = (card: AdaptiveCard) => executes(card).map((node) => node.title);

  it("says each state as a word and offers the other one", () => {
    const card = preferencesCard(preferenceLabels("en"), { ...all, stopped: false });
    expect(textsOf(card)).toMatch(/News\n● On\nCanteen\n○ Off\nSafety\n● Always on/);
    expect(titles(card)).toEqual(["Turn off", "Turn on", "Stop everything"]);
  });

  it("offers only the way back when everything is stopped, and says what still comes", () => {
    const card = preferencesCard(preferenceLabels("en"), { ...all, stopped: true });
    expect(titles(card)).toEqual(["Get messages again"]);
    expect(textsOf(card)).toContain("Safety");
    expect(textsOf(card)).not.toContain("Canteen");
  });
});

describe("the answer to why", () => {
  it("names the team and the installer when they are known, and leaves no gap when not", () => {
    const base = { source: "ROSTER" as const, topics: [], preferences: data("preferences") };
    const known = replies.whyCard(replyLabels("en"), { ...base, team: "Design", installer: "Ann" });
    expect(textsOf(known)).toContain("added to (**Design**), by **Ann**.");
    expect(textsOf(replies.whyCard(replyLabels("en"), base))).toContain("that this app was added to.");
  });
});
