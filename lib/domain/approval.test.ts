// Which broadcasts a second person must approve, and whose word counts.
import { describe, expect, it } from "vitest";

import {
  approvalProgress, type ApprovalReason, approvalReasons, type ApprovalRule, approvalRuleSchema, approvedLimit, type Approver,
  NO_APPROVAL, peopleLimit,
} from "./approval";
import type { Role } from "./role";

const rule = (part: Partial<ApprovalRule>): ApprovalRule => ({ ...NO_APPROVAL, ...part });
const person = (id: string, role: Role | null = "approver"): Approver => {
  return { id, objectId: `o-${id}`, name: id, role, mustSignIn: false };
};
const nobody = { authorId: "o-author", editorId: "o-author", requestedBy: "o-author" };
const approved = (personId: string) => ({ personId, decision: "APPROVED" as const });

type Facts = Parameters<typeof approvalReasons>[1];

describe("what needs approval", () => {
  const quiet: Facts = { people: 10, urgent: false, mandatory: false };
  it.each<[string, Partial<ApprovalRule>, Partial<Facts>, ApprovalReason[]]>([
    ["nothing, while the rule is off", {}, { people: 1_000_000, urgent: true, mandatory: true }, []],
    ["an audience above the limit", { above: 9 }, {}, ["AUDIENCE"]],
    ["not one that just meets it", { above: 10 }, {}, []],
    ["anybody at all, above 0", { above: 0 }, { people: 1 }, ["AUDIENCE"]],
    ["an audience that nobody could count", { above: 1_000 }, { people: null }, ["UNCOUNTED"]],
    ["not one that nobody could count, when size does not matter", { urgent: true }, { people: null }, []],
    ["what is urgent", { urgent: true }, { urgent: true }, ["URGENT"]],
    ["a mandatory topic", { mandatory: true }, { mandatory: true }, ["MANDATORY"]],
    [
      "for all its reasons", { above: 1, urgent: true, mandatory: true }, { urgent: true, mandatory: true },
      ["AUDIENCE", "URGENT", "MANDATORY"],
    ],
  ])("%s", (_what, part, facts, expected) => {
    expect(approvalReasons(rule(part), { ...quiet, ...facts })).toEqual(expected);
  });
});

describe("what was approved", () => {
  it.each<[string, number | null, number | null, number | null]>([
    ["may grow by a twentieth", 1_000, 1_100, 1_155],
    ["by one at least", null, 3, 4],
    ["by nobody, when it was for nobody", null, 0, 0],
    ["and to what needs no approval", 1_000, 12, 1_000],
    ["without end, when nobody could count it", 1_000, null, null],
  ])("%s", (_what, above, people, limit) => expect(approvedLimit({ above }, people)).toBe(limit));
});

describe("to how many people it may come", () => {
  const calm = { urgent: false, mandatory: false };
  const held = (limit: number | null, isApproved = true) => ({ isApproved, limit });
  it.each<[string, Partial<ApprovalRule>, Partial<typeof calm>, ReturnType<typeof held>, number | null]>([
    ["as many as were approved", { above: 5 }, {}, held(8), 8],
    ["as many as need no approval by now, if that is more", { above: 50 }, {}, held(8), 50],
    ["as many as needed none when it was started", { above: 5 }, {}, held(10, false), 10],
    ["any number, when nobody could count what was approved", { above: 5 }, {}, held(null), null],
    ["any number, when the rule has come after the start", { above: 5, urgent: true }, { urgent: true }, held(null, false), null],
    ["any number, when the rule is off by now", {}, { urgent: true, mandatory: true }, held(8), null],
    ["as many as were approved for what is urgent, whatever its size", { urgent: true }, { urgent: true }, held(8), 8],
    ["as many as were approved on a mandatory topic", { mandatory: true }, { mandatory: true }, held(8), 8],
    ["any number, when the rule asks about others only", { urgent: true, mandatory: true }, {}, held(8), null],
    ["any number, when it never was about its size", { urgent: true }, { urgent: true }, held(8, false), null],
  ])("%s", (_what, part, weight, given, limit) => {
    expect(peopleLimit(rule(part), { ...calm, ...weight }, given)).toBe(limit);
  });
});

describe("who may approve", () => {
  const people = [person("author", "admin"), person("b"), person("c", "admin"), person("d", "author"), person("e", null)];
  const names = (part: Partial<ApprovalRule>, involved = nobody, given = [] as ReturnType<typeof approved>[]) => {
    const { waitingFor, ...numbers } = approvalProgress(rule(part), involved, given, people);
    return { ...numbers, waitingFor: waitingFor.map(({ id }) => id) };
  };

  it("is anybody with the role, but never who wrote it, an admin included", () => {
    expect(names({})).toEqual({ needed: 1, given: 0, waitingFor: ["b", "c"] });
  });

  it("is not who changed it last, nor who asked for the approval", () => {
    expect(names({}, { ...nobody, editorId: "o-b" }).waitingFor).toEqual(["c"]);
    expect(names({}, { ...nobody, requestedBy: "o-c" }).waitingFor).toEqual(["b"]);
  });

  it("is everybody who is named, whatever number stands there", () => {
    expect(names({ approverIds: ["b", "c"], needed: 1 })).toMatchObject({ needed: 2, waitingFor: ["b", "c"] });
    expect(names({ approverIds: ["b", "c"] }, nobody, [approved("b")])).toEqual({ needed: 2, given: 1, waitingFor: ["c"] });
  });

  it("leaves out who is named and may not: who lost the role, and who wrote it", () => {
    expect(names({ approverIds: ["b", "d", "e", "author"] })).toMatchObject({ needed: 1, waitingFor: ["b"] });
  });

  it("is anybody again when nobody who is named may", () => {
    expect(names({ approverIds: ["author", "d"], needed: 2 })).toEqual({ needed: 2, given: 0, waitingFor: ["b", "c"] });
  });

  it("counts no approval of somebody who may not approve any more, and none twice", () => {
    expect(names({ needed: 2 }, nobody, [approved("d"), approved("e"), approved("b"), approved("b")]).given).toBe(1);
  });
});

describe("the rule itself", () => {
  it.each<[string, object]>([
    ["six approvals", { needed: 6 }],
    ["no approval", { needed: 0 }],
    ["less than nobody", { above: -1 }],
    ["half a person", { above: 1.5 }],
    ["somebody without an id", { approverIds: ["Bruno"] }],
    ["an unknown field", { off: true }],
  ])("refuses %s", (_what, part) => {
    expect(approvalRuleSchema.safeParse({ ...NO_APPROVAL, ...part }).success).toBe(false);
  });
});
