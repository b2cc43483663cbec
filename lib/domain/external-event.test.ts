// What another system may report, and how a template and an event become one message.
import { describe, expect, it } from "vitest";

import { eventInputSchema, fillWithSamples, idempotencyKeySchema, messageOfEvent, sampleValues } from "./external-event";
import type { Message } from "./message";

const EVENT = { template: "Incident", topic: "it-alerts", people: ["ann@a.example"] };
const TEMPLATE: Message = {
  kind: "NOTIFICATION",
  title: "{{event.service|A service}} is {{event.state}}",
  whatHappened: "It is **{{event.state}}** since {{event.since|now}}.",
  affected: "",
  actor: "IT",
  whatToDo: "Please wait.",
  optOutHint: "Use the button.",
};
const parse = (event: Record<string, unknown>) => eventInputSchema.parse({ ...EVENT, ...event });

describe("an event", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ["may be as short as this", {}, []],
    ["may have numbers and truths as values", { variables: { count: 3, done: true } }, []],
    ["may name an audience instead", { people: undefined, audience: { kind: "ALL" } }, []],
    ["may not name both", { audience: { kind: "ALL" } }, ["people"]],
    ["may not name nobody", { people: undefined }, ["people"]],
    ["may not have an empty list of people", { people: [] }, ["people"]],
    ["may not have unknown fields", { titel: "x" }, [""]],
    ["may not have values that are lists", { variables: { a: [] } }, ["variables.a"]],
    ["may not have variables with dots", { variables: { "a.b": "x" } }, ["variables.a.b"]],
    ["may not hide its facts among the variables", { variables: { actor: "x" } }, ["variables.actor"]],
    ["may not have a value of 1 501 characters", { variables: { a: "x".repeat(1_501) } }, ["variables.a"]],
    ["may not have 51 variables", { variables: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`v${i}`, 1])) }, ["variables"]],
    ["may not have a topic that is no key", { topic: "IT alerts" }, ["topic"]],
  ])("%s", (_rule, part, paths) => {
    const { error } = eventInputSchema.safeParse({ ...EVENT, ...part });
    expect((error?.issues ?? []).map(({ path }) => path.join("."))).toEqual(paths);
  });

  it.each([["a-uuid-or-so", true], ["", false], ["two words", false], ["x".repeat(201), false], ["ümlaut", false]])(
    "may have the idempotency key %j: %j",
    (key, valid) => expect(idempotencyKeySchema.safeParse(key).success).toBe(valid),
  );
});

describe("a template and an event", () => {
  it("make one message, with the facts where the template has none of its own", () => {
    const event = parse({ actor: "Jane *Doe*", affected: "Ticket 7", variables: { state: "down", since: "9:00" } });
    expect(messageOfEvent(TEMPLATE, event)).toEqual({
      issues: [],
      message: {
        ...TEMPLATE,
        title: "A service is down",
        whatHappened: "It is **down** since 9:00.",
        affected: "Ticket 7",
        actor: "Jane \\*Doe\\*",
      },
    });
  });

  it("keep the words of a template that says where the facts go", () => {
    const template: Message = { ...TEMPLATE, actor: "{{event.actor|somebody}} by {{event.system|a system}}" };
    const event = parse({ actor: "Jane", system: "Jira", affected: "T", variables: { state: "down" } });
    expect(messageOfEvent(template, event)).toMatchObject({ issues: [], message: { actor: "Jane by Jira" } });
  });

  it("keep the template's own fact when the event has none", () => {
    expect(messageOfEvent(TEMPLATE, parse({ affected: "T", variables: { state: "up" } })).message).toMatchObject({ actor: "IT" });
  });

  const GIVEN = { affected: "T", variables: { state: "up" } };
  it.each<[string, Partial<Message>, Record<string, unknown>, string[]]>([
    ["a missing value", {}, { affected: "T" }, ["variables.state"]],
    ["an empty value", {}, { affected: "T", variables: { state: " " } }, ["variables.state"]],
    ["a missing fact", {}, { variables: { state: "up" } }, ["affected"]],
    ["a missing fact that the template places", { affected: "{{event.affected}}" }, { variables: { state: "up" } }, ["affected"]],
    ["a value nobody asked for", {}, { affected: "T", variables: { state: "up", sttae: "x" } }, ["variables.sttae"]],
    ["several at once", {}, { variables: { nope: 1 } }, ["variables.state", "variables.nope"]],
    ["a title that becomes too long", {}, { affected: "T", variables: { state: "x".repeat(150) } }, ["message.title"]],
    ["a gap of the template itself", { whatToDo: "" }, GIVEN, ["message.whatToDo"]],
    ["a variable no recipient has", { whatToDo: "{{salary}}" }, GIVEN, ["message.whatToDo"]],
    ["a button that climbs", { buttons: [{ title: "T", url: "https://a.example/{{event.state}}/x" }] }, { affected: "T", variables: { state: ".." } }, ["message.buttons.0.url"]],
  ])("name %s", (_case, part, event, paths) => {
    const { issues } = messageOfEvent({ ...TEMPLATE, ...part }, parse(event));
    expect(issues.map(({ path }) => path)).toEqual(paths);
  });

  it("are refused when the template is a welcome", () => {
    const { issues } = messageOfEvent({ kind: "WELCOME", title: "Hi" }, parse({}));
    expect(issues.map(({ path }) => path)).toEqual(["template"]);
  });

  it("are shown with samples, or with what somebody tries", () => {
    const message = fillWithSamples({ ...TEMPLATE, actor: "{{event.actor|IT}} by hand" }, { state: "up" });
    expect(message).toMatchObject({ title: "‹service› is up", affected: "‹affected›", actor: "‹actor› by hand" });
    expect(fillWithSamples({ kind: "NOTIFICATION", title: "Canteen" }, {})).toEqual({ kind: "NOTIFICATION", title: "Canteen" });
  });

  it("have a sample value for every variable", () => {
    expect(sampleValues(TEMPLATE)).toEqual({ service: "‹service›", state: "‹state›", since: "‹since›" });
  });
});
