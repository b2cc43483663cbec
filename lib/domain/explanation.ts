// Why one recipient is, or is not, among those who get a message: which parts of the audience name them, whether an
// exclusion takes them out again, and what else would stand in the way.
import type { Audience, AudienceKind } from "./audience";
import type { MissingPolicy } from "./broadcast";
import type { SkipReason } from "./delivery";
import type { RecipientKind } from "./reference";

/**
 * GETS: the message goes to them. AFTER_INSTALL: once the app has been installed for them. SKIPPED: they are in the
 * audience, and `reason` keeps it from them. EXCLUDED: named, and taken out. NOT_NAMED: no part names them.
 */
export const EXPLANATION_OUTCOMES = ["GETS", "AFTER_INSTALL", "SKIPPED", "EXCLUDED", "NOT_NAMED"] as const;
export type ExplanationOutcome = (typeof EXPLANATION_OUTCOMES)[number];

/** One part of the audience that is not made of others, in the order in which they stand. */
export type ExplainedPart = {
  kind: Exclude<AudienceKind, "UNION" | "EXCEPT">;
  /** Whether it takes people out. */
  excludes: boolean;
  names: boolean;
  /** Through which team, group or list, where there is one. */
  through: string[];
};

export type Explanation = {
  id: string;
  name: string;
  kind: RecipientKind;
  outcome: ExplanationOutcome;
  reason: SkipReason | null;
  parts: ExplainedPart[];
};

export type Membership = { isMember: boolean; isNamed: boolean };

/** `names` says for each part without parts of its own, in order, whether it names the recipient. */
export function membershipOf(audience: Audience, names: (part: Audience) => boolean): Membership {
  switch (audience.kind) {
    case "UNION": {
      const parts = audience.of.map((part) => membershipOf(part, names));
      return { isMember: parts.some(({ isMember }) => isMember), isNamed: parts.some(({ isNamed }) => isNamed) };
    }
    case "EXCEPT": {
      const of = membershipOf(audience.of, names);
      return { isMember: of.isMember && !membershipOf(audience.without, names).isMember, isNamed: of.isNamed };
    }
    default:
      return { isMember: names(audience), isNamed: names(audience) };
  }
}

export function outcomeOf(
  { isMember, isNamed }: Membership,
  { reason, kind, onMissing }: { reason: SkipReason | null; kind: RecipientKind; onMissing: MissingPolicy },
): ExplanationOutcome {
  if (!isMember) return isNamed ? "EXCLUDED" : "NOT_NAMED";
  if (reason === null) return "GETS";
  return reason === "NOT_INSTALLED" && kind === "PERSON" && onMissing === "INSTALL" ? "AFTER_INSTALL" : "SKIPPED";
}

/** The parts without parts of their own, and whether each takes people out: what is excluded from an exclusion does not. */
export function leavesOf(audience: Audience, excludes = false): { part: Audience; excludes: boolean }[] {
  switch (audience.kind) {
    case "UNION":
      return audience.of.flatMap((part) => leavesOf(part, excludes));
    case "EXCEPT":
      return [...leavesOf(audience.of, excludes), ...leavesOf(audience.without, !excludes)];
    default:
      return [{ part: audience, excludes }];
  }
}
