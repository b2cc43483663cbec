// Who a broadcast may be for.
import { describe, expect, it } from "vitest";

import { audienceSchema, MAX_PICKED_RECIPIENTS } from "./audience";

const id = "0190a6f0-0000-7000-8000-000000000001";
const tooMany = Array.from({ length: MAX_PICKED_RECIPIENTS + 1 }, () => id);

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
    ["an unknown kind", { kind: "PLANET" }, false],
  ])("%s", (_case, audience, valid) => expect(audienceSchema.safeParse(audience).success).toBe(valid));
});
