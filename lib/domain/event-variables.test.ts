// An event's values fill a template, and can never say more than their words: no markdown, no variable, no other host.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  type EventValues, fillEventVariables, findEventVariables, findMissingValues, findUnsafePlaces,
} from "./event-variables";
import { markdownToHtml } from "./markdown-html";
import { findGaps, type Message } from "./message";
import { fillVariables, findVariables } from "./variables";

const TEMPLATE: Message = {
  kind: "NOTIFICATION",
  title: "{{event.system|A system}} is {{event.state}}",
  whatHappened: "Hello {{givenName|there}}, {{event.state}} since {{ event.since | today }}.",
  affected: "{{event.affected}}",
  buttons: [{ title: "Open {{event.ticket}}", url: "https://tickets.example/t/{{event.ticket}}?from={{event.state|x}}" }],
  image: { url: "https://a.example/i.png", altText: "Plan of {{event.affected}}" },
};

describe("the variables of a template", () => {
  it("are found in every text and address, with whether a value is needed", () => {
    expect(findEventVariables(TEMPLATE)).toEqual([
      { name: "system", required: false },
      { name: "state", required: true },
      { name: "since", required: false },
      { name: "affected", required: true },
      { name: "ticket", required: true },
    ]);
  });

  it.each<[EventValues, string[]]>([
    [{}, ["state", "affected", "ticket"]],
    [{ state: "down", affected: " ", ticket: "7" }, ["affected"]],
    [{ state: "down", affected: "Lift", ticket: "7" }, []],
  ])("miss a value in %j: %j", (values, missing) => expect(findMissingValues(TEMPLATE, values)).toEqual(missing));

  it("keep an ordinary broadcast from being sent, and say why", () => {
    const gaps = findGaps(TEMPLATE).filter(({ message }) => message.includes("{{event."));
    expect(gaps.map(({ path }) => path)).toEqual([
      "buttons.0.url", "buttons.0.url", "title", "title", "whatHappened", "whatHappened", "affected", "buttons.0.title",
      "image.altText",
    ]);
  });
});

describe("filling", () => {
  it("fills what is known, falls back, and leaves the recipient's variables to the sending", () => {
    const values = { state: "down_again", affected: "Lift *3*", ticket: "A/7 b" };
    expect(fillEventVariables(TEMPLATE, values)).toEqual({
      kind: "NOTIFICATION",
      title: "A system is down\\_again",
      whatHappened: "Hello {{givenName|there}}, down\\_again since today.",
      affected: "Lift \\*3\\*",
      buttons: [{ title: "Open A/7 b", url: "https://tickets.example/t/A%2F7%20b?from=down_again" }],
      image: { url: "https://a.example/i.png", altText: "Plan of Lift *3*" },
    });
  });

  it("takes names from the event alone, not from what every object has", () => {
    const message: Message = { kind: "NOTIFICATION", title: "{{event.constructor|none}}" };
    expect(fillEventVariables(message, {})).toEqual({ kind: "NOTIFICATION", title: "none" });
  });

  const unit = fc.constantFrom(
    "{", "}", "|", "event.x", "givenName", "*", "_", "[", "](", ")", "h:", "//", "\\", "<", "a", "\n",
  );
  const hostile = fc.string({ unit });

  it("shows exactly the characters of a value, and no variable in it", () => {
    const plain = (html: string) =>
      html.replace(/<\/?p>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
    fc.assert(
      fc.property(hostile, (x) => {
        const message: Message = { kind: "NOTIFICATION", title: "{{{event.x|-}}}", summary: "{{{event.x|-}}}" };
        const { title = "", summary = "" } = fillEventVariables(message, { x });
        const shown = x.trim().replace(/\s+/g, " ") || "-";
        expect(plain(markdownToHtml(`x ${title}`)).replaceAll("\u2060", "")).toBe(`x {${shown}}`);
        expect(summary.replaceAll("\u2060", "")).toBe(`{${shown}}`);
        expect([title, summary].flatMap(findVariables)).toEqual([]);
        expect(fillVariables(title, { givenName: "SECRET" }, {})).toBe(title);
      }),
    );
  });
});

describe("an address", () => {
  const withUrl = (url: string): Message => ({ kind: "NOTIFICATION", buttons: [{ title: "T", url }] });
  it.each([
    ["https://a.example/t/{{event.x}}", "7", true],
    ["https://a.example/t?x={{event.x}}&y={{event.y|0}}", "a&y=b", true],
    ["https://a.example/t/{{event.x}}", "../../admin", true],
    ["https://a.example/t/{{event.x}}", "..", false],
    ["https://a.example/t/{{event.x}}", ".", false],
    ["https://{{event.x}}/t", "evil.example", false],
    ["https://a.example{{event.x}}/t", ".evil", false],
    ["https://a.example:{{event.x}}/t", "8443", false],
    ["https://a.example/{{givenName}}", "7", true],
  ])("%s with %j: %j", (url, x, safe) => {
    expect(findUnsafePlaces(withUrl(url), { x }).map(({ path }) => path)).toEqual(safe ? [] : ["buttons.0.url"]);
  });

  it("never leads to another host, whatever the value", () => {
    fc.assert(
      fc.property(fc.string(), (x) => {
        const message = withUrl("https://a.example/t/{{event.x|none}}/end");
        const [button] = fillEventVariables(message, { x }).buttons ?? [];
        const { origin, pathname } = new URL(button?.url ?? "");
        expect(origin).toBe("https://a.example");
        if (findUnsafePlaces(message, { x }).length === 0) expect(pathname).toMatch(/^\/t\/[^/]+\/end$/);
      }),
    );
  });

  it("in a link of a text takes no variable", () => {
    const message: Message = { kind: "NOTIFICATION", whatToDo: "[Ticket](https://a.example/{{event.x}})" };
    expect(findUnsafePlaces(message, { x: "7" }).map(({ path }) => path)).toEqual(["whatToDo"]);
  });
});

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
