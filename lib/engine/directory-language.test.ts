// The first language that the directory told of somebody stayed for ever: cards, and audiences by language, went by one that
// had been changed since. What the bot has learnt from their Teams counts more than what the directory says.
import { expect, test } from "vitest";

import { recordSighting } from "@/lib/store/references";
import { startTestTenant } from "@/lib/testing/start-test-tenant";

import { createDirectorySync } from "./sync-directory";

const { db, simulator, parts } = await startTestTenant({ people: 20 });
const { id: tenantId, directory } = simulator.tenant;
const [unmet, met] = simulator.people;
if (!unmet || !met) throw new Error("Nobody lives here.");

const sync = () => createDirectorySync(parts)({
  key: tenantId, signal: new AbortController().signal, report: () => Promise.resolve(),
});

async function change(preferredLanguage: string | null): Promise<void> {
  for (const person of [unmet, met]) if (person) directory.changePerson(person, { preferredLanguage });
  expect(await sync()).toEqual({ kind: "DONE" });
}

const meet = (locale?: string) => recordSighting(db, {
  tenantId, objectId: met.objectId, locale, serviceUrl: "https://teams.invalid/", botId: "28:herald", memberId: "29:met",
  conversationId: "a:met", source: "MESSAGE", seenAt: new Date(),
});

/** Of whom the bot has not met, and of whom it has. */
async function languages(): Promise<(string | null)[]> {
  const of = (externalId: string) => db.recipient.findFirstOrThrow({ where: { externalId }, select: { locale: true } });
  return [(await of(unmet?.objectId ?? "")).locale, (await of(met?.objectId ?? "")).locale];
}

test("a language that is changed, or taken away, in the directory is so here, but for one that the bot has learnt", async () => {
  await change("de-DE");
  expect(await languages()).toEqual(["de-DE", "de-DE"]);
  await meet();
  await change("nb-NO");
  expect(await languages()).toEqual(["nb-NO", "nb-NO"]);
  // It is learnt, though it is no other.
  await meet("nb-NO");
  await change("fr-FR");
  expect(await languages()).toEqual(["fr-FR", "nb-NO"]);
  await meet("en-US");
  await change(null);
  expect(await languages()).toEqual([null, "en-US"]);
});

test("a round from the start, which leaves out what is empty, takes it away as well", async () => {
  await change("sv-SE");
  directory.changePerson(unmet, { preferredLanguage: null });
  await db.directorySync.updateMany({ data: { deltaLink: null } });
  await sync();
  expect(await languages()).toEqual([null, "en-US"]);
});
