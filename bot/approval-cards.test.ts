// Whoever decides in Teams decides about what the card shows. It left out that a broadcast was urgent, or that nobody could opt
// out of it, whom it was for, that the app would be installed for people, and when it would repeat.
import { beforeEach, describe, expect, it } from "vitest";

import { createTopic } from "@/lib/commands/create-topic";
import { repeatBroadcast } from "@/lib/commands/repeat-broadcast";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import type { Audience } from "@/lib/domain/audience";
import type { BroadcastInput } from "@/lib/domain/broadcast";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { HOUSE_TENANT, startApprovalHouse } from "@/lib/testing/start-approval-house";
import type { Locale } from "@/lib/texts/texts";

import { showRequest } from "./approval-cards";

const house = await startApprovalHouse();
const { db, boss } = house;
beforeEach(() => house.rule({ above: 0, urgent: true, mandatory: true }));

const world = { db, secretKey: "a key for tests alone, 32 characters", appUrl: "https://herald.example" };
const shown = async (broadcast: Broadcast, locale: Locale = "en") =>
  JSON.stringify(await showRequest(world, broadcast, "00000000-0000-4000-8000-000000000001", locale));
const card = async (input: Partial<BroadcastInput>, locale?: Locale) => shown(await house.asked(input, boss), locale);

async function repeated(cron: string, more: { endsAt?: string } = {}): Promise<Broadcast> {
  const { id } = await house.draft();
  return repeatBroadcast.run(db, house.author, { id, cron, zone: "Europe/Berlin", ...more });
}

describe("the request on the card", () => {
  it("says why somebody else must approve it, in the words of the console", async () => {
    await createTopic.run(db, boss, { key: "evacuation", name: "Evacuation", mandatory: true });
    const urgent = await card({ priority: "URGENT", topic: "evacuation" });
    for (const words of ["larger than what one person", "It is urgent.", "Nobody can opt out of its topic."]) {
      expect(urgent).toContain(words);
    }
    expect(await card({}, "de")).not.toContain("dringend");
    expect(await card({ priority: "URGENT" }, "de")).toContain("Es ist dringend.");
  });

  it("says that it is urgent too where it needs approval for its size alone", async () => {
    await house.rule({ above: 0 });
    const { id } = await house.draft({ priority: "URGENT" }, boss);
    expect(await shown(await sendBroadcast.run(db, boss, { id }))).toContain("It is urgent.");
  });

  it("says for whom it is", async () => {
    const { id: teamId } = await db.team.create({
      data: { tenantId: HOUSE_TENANT, teamsId: "19:sales", name: "Sales *North*", serviceUrl: "https://smba.trafficmanager.net/" },
    });
    const german: Audience = { kind: "FILTER", language: ["de"], hasApp: true };
    const audience: Audience = {
      kind: "EXCEPT",
      of: { kind: "UNION", of: [{ kind: "TEAM_MEMBERS", teamIds: [teamId] }, german] },
      without: { kind: "FILTER", department: ["Works council", "Board"] },
    };
    const english = await card({ audience });
    expect(english).toContain("To: members of Sales \\\\*North\\\\* and also people with Language German (de), the app but not");
    const inGerman = await card({ audience }, "de");
    expect(inGerman).toContain("An: Mitglieder von Sales");
    expect(inGerman).toContain("Works council oder Board");
    expect(await card({})).toContain("To: Everyone the bot knows");
  });

  it("cuts the words of an audience that has too many, and says so", async () => {
    const value = (n: number) => `${n} ${"x".repeat(180)}`;
    const audience: Audience = { kind: "FILTER", department: Array.from({ length: 100 }, (_, n) => value(n)) };
    const long = await card({ audience: { kind: "UNION", of: [{ kind: "ALL" }, audience] } });
    expect(long.length).toBeLessThan(12_000);
    expect(long).toContain("The console shows all of it.");
  });

  it("says that the app is installed first", async () => {
    expect(await card({ onMissing: "INSTALL" })).toContain("The app is installed first for whoever does not have it.");
    expect(await card({ onMissing: "INSTALL" }, "de")).toContain("Die App wird zuerst");
    expect(await card({})).not.toContain("installed first");
  });

  it("says when it repeats, and when it would next", async () => {
    const weekly = await shown(await repeated("30 9 * * 1"));
    const rhythm = "It repeats: Every Monday at 9:30 AM, in the time of Europe/Berlin.";
    for (const words of [rhythm, "The next run would be Monday"]) {
      expect(weekly).toContain(words);
    }
    expect(weekly).not.toContain("No run after");
    const endsAt = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const daily = await shown(await repeated("0 7 1-7 * 5", { endsAt }), "de");
    expect(daily).toContain("Sie wiederholt sich: Cron-Ausdruck 0 7 1-7 \\\\* 5, in der Zeit von Europe/Berlin.");
    expect(daily).toContain("Kein Termin nach");
  });
});
