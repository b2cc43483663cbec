// Who a broadcast may be for.
import { describe, expect, it } from "vitest";

import {
  type Audience, AUDIENCE_KINDS, audienceSchema, groupIdsOf, MAX_AUDIENCE_DEPTH, MAX_AUDIENCE_PARTS, MAX_FILTER_VALUES,
  MAX_PICKED_RECIPIENTS, partsOf, reasonKindOf,
} from "./audience";

const id = "0190a6f0-0000-7000-8000-000000000001";
const other = "0190a6f0-0000-7000-8000-000000000002";
const tooMany = Array.from({ length: MAX_PICKED_RECIPIENTS + 1 }, () => id);
const all: Audience = { kind: "ALL" };
const team: Audience = { kind: "TEAM_MEMBERS", teamIds: [id] };
const group: Audience = { kind: "ENTRA_GROUP", groupIds: [id] };
const channel: Audience = { kind: "CHANNEL", recipientIds: [id] };

function nested(depth: number): unknown {
  return depth === 1 ? all : { kind: "UNION", of: [nested(depth - 1)] };
}

describe("an audience", () => {
  it.each<[string, unknown, boolean]>([
    ["everyone", { kind: "ALL" }, true],
    ["everyone, with a filter nobody knows", { kind: "ALL", filter: "x" }, false],
    ["the members of a team", { kind: "TEAM_MEMBERS", teamIds: [id] }, true],
    ["the members of no team", { kind: "TEAM_MEMBERS", teamIds: [] }, false],
    ["picked people", { kind: "RECIPIENTS", recipientIds: [id] }, true],
    ["nobody", { kind: "RECIPIENTS", recipientIds: [] }, false],
    ["something that is not an id", { kind: "RECIPIENTS", recipientIds: ["'; drop table"] }, false],
    ["too many picked people", { kind: "RECIPIENTS", recipientIds: tooMany }, false],
    ["channels", { kind: "CHANNEL", recipientIds: [id, other] }, true],
    ["group chats", { kind: "GROUP_CHAT", recipientIds: [id] }, true],
    ["groups of the directory", { kind: "ENTRA_GROUP", groupIds: [id] }, true],
    ["no group", { kind: "ENTRA_GROUP", groupIds: [] }, false],
    ["a list", { kind: "CSV", listId: id }, true],
    ["several lists in one part", { kind: "CSV", listIds: [id] }, false],
    ["a filter", { kind: "FILTER", department: ["Sales"], hasApp: false }, true],
    ["a filter by nothing", { kind: "FILTER" }, false],
    ["a filter without values", { kind: "FILTER", country: [] }, false],
    ["a filter by blanks", { kind: "FILTER", country: ["  "] }, false],
    ["a filter by too many values", { kind: "FILTER", jobTitle: Array.from({ length: MAX_FILTER_VALUES + 1 }, String) }, false],
    ["a filter by what nobody knows", { kind: "FILTER", height: ["2 m"] }, false],
    ["a union", { kind: "UNION", of: [all, team, channel] }, true],
    ["a union of nothing", { kind: "UNION", of: [] }, false],
    ["a union with an unknown part", { kind: "UNION", of: [{ kind: "PLANET" }] }, false],
    ["an exclusion", { kind: "EXCEPT", of: all, without: { kind: "UNION", of: [team, group] } }, true],
    ["an exclusion from nobody", { kind: "EXCEPT", without: team }, false],
    ["an exclusion of too few people", { kind: "EXCEPT", of: all, without: { kind: "RECIPIENTS", recipientIds: [] } }, false],
    ["as much nesting as is allowed", nested(MAX_AUDIENCE_DEPTH), true],
    ["more nesting", nested(MAX_AUDIENCE_DEPTH + 1), false],
    ["far more nesting", nested(2_000), false],
    ["as many parts as are allowed", { kind: "UNION", of: Array.from({ length: MAX_AUDIENCE_PARTS - 1 }, () => all) }, true],
    ["more parts", { kind: "UNION", of: Array.from({ length: MAX_AUDIENCE_PARTS }, () => all) }, false],
    ["an unknown kind", { kind: "PLANET" }, false],
    ["a word", "ALL", false],
  ])("%s", (_case, audience, valid) => expect(audienceSchema.safeParse(audience).success).toBe(valid));

  it("names the part that is wrong", () => {
    const without = { kind: "UNION", of: [team, { kind: "CSV", listId: "x" }] };
    const result = audienceSchema.safeParse({ kind: "EXCEPT", of: all, without });
    expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual(["without.of.1.listId"]);
  });

  it("keeps its values without the blanks around them", () => {
    expect(audienceSchema.parse({ kind: "FILTER", department: [" Sales "] })).toEqual({ kind: "FILTER", department: ["Sales"] });
  });

  it("knows its parts, and its groups once each", () => {
    const audience: Audience = { kind: "EXCEPT", of: { kind: "UNION", of: [group, team] }, without: group };
    expect(partsOf(audience).map(({ kind }) => kind)).toEqual(["EXCEPT", "UNION", "ENTRA_GROUP", "TEAM_MEMBERS", "ENTRA_GROUP"]);
    expect(groupIdsOf(audience)).toEqual([id]);
    expect(groupIdsOf(all)).toEqual([]);
  });
});

describe("why a person is in an audience", () => {
  it.each<[string, Audience, string]>([
    ["what was taken away is no reason", { kind: "EXCEPT", of: all, without: team }, "ALL"],
    ["parts of one kind have its reason", { kind: "UNION", of: [group, { ...group, groupIds: [other] }] }, "ENTRA_GROUP"],
    ["parts of several kinds have a general one", { kind: "UNION", of: [group, team] }, "UNION"],
    ["a channel beside people says nothing about them", { kind: "UNION", of: [channel, team] }, "TEAM_MEMBERS"],
    ["channels alone have their own", { kind: "UNION", of: [channel] }, "CHANNEL"],
  ])("%s", (_case, audience, reason) => expect(reasonKindOf(audience)).toBe(reason));
});

it("names every kind once", () => expect(new Set(AUDIENCE_KINDS).size).toBe(10));
