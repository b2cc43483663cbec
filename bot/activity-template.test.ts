// What a template yields for each recipient is what the card would be, whatever marks the message contains.
import { describe, expect, it } from "vitest";

import { actionDataSchema } from "@/lib/domain/card-actions";
import type { BroadcastContent } from "@/lib/domain/ports";

import { type Addressee, createActivityTemplate } from "./activity-template";
import { isOurAction } from "./card-signature";

const SECRET = "a key for tests alone, 32 characters";

const plain: BroadcastContent = {
  broadcastId: "00000000-0000-4000-a000-000000000001",
  purpose: "NORMAL",
  onUnknown: "HOLD",
  message: {
    kind: "NOTIFICATION",
    title: 'The "lift" is out',
    whatHappened: "It **stopped**.",
    affected: "Lift 2",
    actor: "Facilities",
    whatToDo: "Take the stairs.",
    optOutHint: "One click.",
    buttons: [{ title: "Read more", url: "https://example.com/lift" }],
  },
  topic: { id: "00000000-0000-4000-a000-000000000002", name: "Company news", mandatory: false },
};
const personal: BroadcastContent = {
  ...plain,
  message: { ...plain.message, title: "Hello {{givenName|you}}" },
};
const welcome: BroadcastContent = {
  ...plain,
  purpose: "STANDING",
  message: { kind: "WELCOME", title: "Hi", why: "{{installer}} added this to {{team}}.", offer: "News", nextStep: "Read" },
};

const to = (n: number): Addressee => ({
  recipientId: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  botId: "28:bot",
  conversationId: `a:${n}`,
  displayName: "Zoë \"Z\" O'Hara",
  givenName: "Zoë",
  context: null,
});

function heraldsOf(json: string) {
  const found: unknown[] = [];
  JSON.parse(json, (key, value: unknown) => {
    if (key === "data") found.push(value);
    return value;
  });
  return found.map((data) => actionDataSchema.parse(data).herald);
}

describe("an activity", () => {
  it.each([
    ["without variables", plain],
    ["with variables", personal],
    ["of a welcome", welcome],
  ])("%s carries the recipient's own signed buttons, alike in Execute and its fallback", (_what, content) => {
    const heralds = heraldsOf(createActivityTemplate(content, SECRET)(to(7)));
    expect(heralds).toHaveLength(2);
    for (const herald of heralds) {
      expect(herald.recipient).toBe(to(7).recipientId);
      expect(isOurAction(herald, SECRET)).toBe(true);
      expect(isOurAction({ ...herald, recipient: to(8).recipientId }, SECRET)).toBe(false);
    }
  });

  it("is a card alone, with a summary and a language", () => {
    const activity = JSON.parse(createActivityTemplate(plain, SECRET)(to(1))) as Record<string, unknown>;
    expect(activity).toMatchObject({
      type: "message",
      from: { id: "28:bot" },
      conversation: { id: "a:1" },
      summary: 'The "lift" is out',
      locale: "en",
      attachments: [{ contentType: "application/vnd.microsoft.card.adaptive" }],
    });
    expect(activity).not.toHaveProperty("text");
  });

  it("fills variables for each recipient, and in a welcome what is known of the installation", () => {
    expect(JSON.parse(createActivityTemplate(personal, SECRET)(to(1)))).toMatchObject({ summary: "Hello Zoë" });
    expect(JSON.parse(createActivityTemplate(personal, SECRET)({ ...to(1), givenName: null }))).toMatchObject({
      summary: "Hello you",
    });
    const context = { team: "Sales", installer: "Amelia" };
    expect(createActivityTemplate(welcome, SECRET)({ ...to(1), context })).toContain("Amelia added this to Sales.");
  });

  it.each(["CHANNEL", "GROUP_CHAT"] as const)("to a %s has no button of ours, and calls nobody by name", (kind) => {
    for (const content of [plain, personal, welcome]) {
      const json = createActivityTemplate(content, SECRET, kind)({ ...to(1), context: { team: "Sales" } });
      expect(heraldsOf(json)).toEqual([]);
      expect(json).not.toContain("Zoë");
    }
    expect(createActivityTemplate(welcome, SECRET, kind)({ ...to(1), context: { team: "Sales" } })).toContain("to Sales.");
  });

  it("cannot be confused by a message that contains the template's own marks", () => {
    const content = { ...plain, message: { ...plain.message, title: "\uE000r\uE000" } };
    const json = createActivityTemplate(content, SECRET)(to(1));
    expect(JSON.parse(json)).toMatchObject({ summary: "\uE000r\uE000" });
  });

  it("is built in a few microseconds when the message has no variables", () => {
    const template = createActivityTemplate(plain, SECRET);
    for (let i = 0; i < 5_000; i += 1) template(to(i));
    const startedAt = performance.now();
    const count = 20_000;
    for (let i = 0; i < count; i += 1) template(to(i));
    const microseconds = ((performance.now() - startedAt) * 1000) / count;
    // Ten times what it takes on a quiet machine: this guards against building a card each time, not against noise.
    expect(microseconds).toBeLessThan(100);
  });
});
