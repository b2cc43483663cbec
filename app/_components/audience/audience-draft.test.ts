// An audience survives being opened in the builder, and one that is half built is none yet.
import { describe, expect, test } from "vitest";

import { type Audience, audienceSchema } from "@/lib/domain/audience";

import { type AudienceDraft, audienceDraftOf, audienceOf, emptyAudience, hasPlaces, isUntouched } from "./audience-draft";
import { type AudienceChange, changeAudience } from "./change-audience";

const A = "6d5a1a52-35d6-4a1a-9d2d-0c2f1c1f1b11";
const B = "f3b8d1de-8a68-4b0c-8a43-6d2c1c77aa01";
const TEAM: Audience = { kind: "TEAM_MEMBERS", teamIds: [A, B] };
const GROUP: Audience = { kind: "ENTRA_GROUP", groupIds: [A] };
const FILTER: Audience = { kind: "FILTER", department: ["Sales"], hasApp: false };
const DEEP: Audience = { kind: "EXCEPT", of: { kind: "EXCEPT", of: { kind: "ALL" }, without: GROUP }, without: TEAM };

const CASES: Audience[] = [
  { kind: "ALL" },
  TEAM,
  GROUP,
  FILTER,
  { kind: "CHANNEL", recipientIds: [A] },
  { kind: "GROUP_CHAT", recipientIds: [B] },
  { kind: "RECIPIENTS", recipientIds: [A, B] },
  { kind: "CSV", listId: A },
  { kind: "UNION", of: [TEAM, FILTER] },
  { kind: "EXCEPT", of: { kind: "UNION", of: [TEAM, FILTER] }, without: GROUP },
  { kind: "EXCEPT", of: { kind: "ALL" }, without: { kind: "UNION", of: [GROUP, { kind: "CSV", listId: B }] } },
  { kind: "UNION", of: [TEAM, { kind: "EXCEPT", of: { kind: "ALL" }, without: GROUP }] },
  DEEP,
];

function after(...changes: AudienceChange[]): AudienceDraft {
  return changes.reduce(changeAudience, emptyAudience());
}

describe("an audience in the builder", () => {
  test.each(CASES.map((audience) => [audience.kind, audience]))("comes back as it was: %s", (_kind, audience) => {
    const again = audienceOf(audienceDraftOf(audience));
    expect(again).toEqual(audience);
    expect(audienceSchema.safeParse(again).success).toBe(true);
  });

  test("keeps what is too deep to be taken apart as a part in words", () => {
    const { parts, without } = audienceDraftOf(DEEP);
    expect(parts.map(({ kind, whole }) => [kind, whole?.audience.kind])).toEqual([["OTHER", "EXCEPT"]]);
    expect(without.map(({ kind }) => kind)).toEqual(["TEAM_MEMBERS"]);
  });

  test("gives every part a key of its own", () => {
    const { parts, without } = audienceDraftOf({ kind: "EXCEPT", of: { kind: "UNION", of: [TEAM, FILTER] }, without: GROUP });
    expect([...parts, ...without].map(({ key }) => key)).toEqual([0, 1, 2]);
  });

  test("is untouched until a kind is chosen, and none until somebody is in it", () => {
    expect(isUntouched(emptyAudience())).toBe(true);
    expect(audienceOf(emptyAudience())).toBeNull();
    const chosen = after({ type: "kind", key: 0, kind: "TEAM_MEMBERS" });
    expect(isUntouched(chosen)).toBe(false);
    expect(audienceOf(chosen)).toBeNull();
    const filter = after({ type: "kind", key: 0, kind: "FILTER" });
    expect(audienceOf(filter)).toBeNull();
    expect(audienceOf(changeAudience(filter, { type: "filter", key: 0, values: { hasApp: true } })))
      .toEqual({ kind: "FILTER", hasApp: true });
  });

  // Leaving an exclusion out because nothing is chosen in it yet would send to the very people it is meant for.
  test("is none while an exclusion is still open", () => {
    const open = after({ type: "kind", key: 0, kind: "ALL" }, { type: "add", side: "without", kind: "ENTRA_GROUP" });
    expect(audienceOf(open)).toBeNull();
    const closed = changeAudience(open, { type: "pick", key: 1, kind: "ENTRA_GROUP", item: { id: A, name: "Works council" } });
    expect(audienceOf(closed)).toEqual({ kind: "EXCEPT", of: { kind: "ALL" }, without: GROUP });
  });
});

describe("changing an audience", () => {
  test("remembers what was chosen for a kind while another is tried", () => {
    const draft = after(
      { type: "kind", key: 0, kind: "TEAM_MEMBERS" },
      { type: "pick", key: 0, kind: "TEAM_MEMBERS", item: { id: A, name: "Sales" } },
      { type: "kind", key: 0, kind: "ALL" },
      { type: "kind", key: 0, kind: "TEAM_MEMBERS" },
    );
    expect(audienceOf(draft)).toEqual({ kind: "TEAM_MEMBERS", teamIds: [A] });
  });

  test("picks a thing once, and takes it back", () => {
    const item = { id: A, name: "Sales" };
    const twice = after(
      { type: "kind", key: 0, kind: "TEAM_MEMBERS" },
      { type: "pick", key: 0, kind: "TEAM_MEMBERS", item }, { type: "pick", key: 0, kind: "TEAM_MEMBERS", item },
    );
    expect(twice.parts[0]?.picked.TEAM_MEMBERS).toEqual([item]);
    expect(audienceOf(changeAudience(twice, { type: "unpick", key: 0, kind: "TEAM_MEMBERS", id: A }))).toBeNull();
  });

  test("never gives two parts the same key, and always leaves one", () => {
    const draft = after(
      { type: "add", side: "parts", kind: "CSV" }, { type: "add", side: "without", kind: "ALL" }, { type: "remove", key: 1 },
      { type: "add", side: "parts", kind: "FILTER" },
    );
    expect([...draft.parts, ...draft.without].map(({ key }) => key)).toEqual([0, 3, 2]);
    const last = [0, 3].reduce((all, key) => changeAudience(all, { type: "remove", key }), draft);
    expect(last.parts.map(({ kind }) => kind)).toEqual([null]);
  });

  test("replaces an audience that cannot be taken apart, and then forgets it", () => {
    const other = audienceDraftOf({ kind: "UNION", of: [{ kind: "EXCEPT", of: { kind: "ALL" }, without: GROUP }, TEAM] });
    const saved = changeAudience(other, { type: "kind", key: 0, kind: "SAVED" });
    expect(audienceOf(saved)).toBeNull();
    const named = changeAudience(saved, { type: "saved", key: 0, name: "Berlin", audience: FILTER });
    expect(audienceOf(named)).toEqual({ kind: "UNION", of: [FILTER, TEAM] });
    expect(changeAudience(other, { type: "replace", audience: null })).toEqual(emptyAudience());
  });

  test("adds names to what is known by id alone, and leaves the others", () => {
    const draft = audienceDraftOf({ kind: "UNION", of: [TEAM, { kind: "CSV", listId: B }] });
    const named = changeAudience(draft, { type: "names", names: new Map([[A, "Sales"], [B, "Plant 4"]]) });
    expect(named.parts[0]?.picked.TEAM_MEMBERS.map(({ name }) => name)).toEqual(["Sales", "Plant 4"]);
    expect(named.parts[1]?.list?.name).toBe("Plant 4");
    const again = changeAudience(named, { type: "names", names: new Map([[A, "Other"]]) });
    expect(again.parts[0]?.picked.TEAM_MEMBERS[0]?.name).toBe("Sales");
  });

  test("knows whether it is posted in places", () => {
    expect(hasPlaces(audienceDraftOf({ kind: "UNION", of: [TEAM, { kind: "CHANNEL", recipientIds: [A] }] }))).toBe(true);
    expect(hasPlaces(audienceDraftOf(TEAM))).toBe(false);
  });
});
