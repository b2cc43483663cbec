// An audience while somebody builds it: parts that are added together, and parts that are taken away from them. Each part
// remembers what was chosen for each kind, so that trying another kind loses nothing; `kind` says which choice counts.
import { type Audience, FILTER_ATTRIBUTES, type FilterAttribute } from "@/lib/domain/audience";

/** Kinds of which several things are picked by name. */
export const PICKED_KINDS = ["TEAM_MEMBERS", "CHANNEL", "GROUP_CHAT", "ENTRA_GROUP", "RECIPIENTS"] as const;
export type PickedKind = (typeof PICKED_KINDS)[number];

/** In the order in which they are offered. SAVED: a copy of an audience that was kept under a name. */
export const OFFERED_KINDS = [
  "ALL", "TEAM_MEMBERS", "ENTRA_GROUP", "FILTER", "RECIPIENTS", "CSV", "CHANNEL", "GROUP_CHAT", "SAVED",
] as const;
export type OfferedKind = (typeof OFFERED_KINDS)[number];
/** OTHER: made of parts itself, and too deep to be taken apart here. It is shown in words. */
export const PART_KINDS = [...OFFERED_KINDS, "OTHER"] as const;

/** The name is null until it has been learned. */
export type Chosen = { id: string; name: string | null };
export type FilterDraft = Record<FilterAttribute, string[]> & { hasApp: boolean | null };
export type PartDraft = {
  /** Names a part while others come and go; never saved. */
  key: number;
  kind: (typeof PART_KINDS)[number] | null;
  picked: Record<PickedKind, Chosen[]>;
  list: Chosen | null;
  filter: FilterDraft;
  /** Of the kinds SAVED, with its name, and OTHER. */
  whole: { name: string | null; audience: Audience } | null;
};
/** There is always a first part. */
export type AudienceDraft = { parts: PartDraft[]; without: PartDraft[] };
export type Side = keyof AudienceDraft;

export function emptyPart(key: number, kind: PartDraft["kind"] = null): PartDraft {
  return {
    key,
    kind,
    picked: { TEAM_MEMBERS: [], CHANNEL: [], GROUP_CHAT: [], ENTRA_GROUP: [], RECIPIENTS: [] },
    list: null,
    filter: { department: [], country: [], language: [], jobTitle: [], hasApp: null },
    whole: null,
  };
}

export function emptyAudience(): AudienceDraft {
  return { parts: [emptyPart(0)], without: [] };
}

export function isUntouched({ parts, without }: AudienceDraft): boolean {
  return without.length === 0 && parts.every(({ kind }) => kind === null);
}

/**
 * Null while any part is still open: an exclusion that names nobody yet must not be left out, or a draft would go to the
 * very people its author is about to take away.
 */
export function audienceOf({ parts, without }: AudienceDraft): Audience | null {
  const of = unionOf(parts);
  if (of === null || without.length === 0) return of;
  const away = unionOf(without);
  return away && { kind: "EXCEPT", of, without: away };
}

function unionOf(parts: readonly PartDraft[]): Audience | null {
  const of = parts.map(partAudienceOf).filter((part) => part !== null);
  const [first] = of;
  if (!first || of.length < parts.length) return null;
  return of.length === 1 ? first : { kind: "UNION", of };
}

/** Null while nothing is chosen. */
export function partAudienceOf({ kind, picked, list, filter, whole }: PartDraft): Audience | null {
  switch (kind) {
    case null:
      return null;
    case "ALL":
      return { kind };
    case "TEAM_MEMBERS":
      return picked[kind].length > 0 ? { kind, teamIds: idsOf(picked[kind]) } : null;
    case "ENTRA_GROUP":
      return picked[kind].length > 0 ? { kind, groupIds: idsOf(picked[kind]) } : null;
    case "CHANNEL":
    case "GROUP_CHAT":
    case "RECIPIENTS":
      return picked[kind].length > 0 ? { kind, recipientIds: idsOf(picked[kind]) } : null;
    case "CSV":
      return list && { kind, listId: list.id };
    case "FILTER":
      return filterOf(filter);
    case "SAVED":
    case "OTHER":
      return whole && whole.audience;
  }
}

function idsOf(chosen: readonly Chosen[]): string[] {
  return chosen.map(({ id }) => id);
}

function filterOf({ hasApp, ...lists }: FilterDraft): Audience | null {
  const given = FILTER_ATTRIBUTES.filter((attribute) => lists[attribute].length > 0);
  if (given.length === 0 && hasApp === null) return null;
  const values = Object.fromEntries(given.map((attribute) => [attribute, lists[attribute]]));
  return { kind: "FILTER", ...values, ...(hasApp === null ? {} : { hasApp }) };
}

/** What an audience looks like in the builder. One that goes deeper than "these, minus those" keeps that part as OTHER. */
export function audienceDraftOf(audience: Audience | null): AudienceDraft {
  if (audience === null) return emptyAudience();
  const [of, away] = audience.kind === "EXCEPT" ? [audience.of, audience.without] : [audience, null];
  const parts = listParts(of).map((part, key) => partDraftOf(part, key));
  const without = away === null ? [] : listParts(away).map((part, index) => partDraftOf(part, parts.length + index));
  return { parts, without };
}

function listParts(audience: Audience): Audience[] {
  return audience.kind === "UNION" ? audience.of : [audience];
}

function partDraftOf(part: Audience, key: number): PartDraft {
  const empty = emptyPart(key, part.kind === "UNION" || part.kind === "EXCEPT" ? "OTHER" : part.kind);
  const unnamed = (ids: readonly string[]): Chosen[] => ids.map((id) => ({ id, name: null }));
  switch (part.kind) {
    case "ALL":
      return empty;
    case "TEAM_MEMBERS":
      return { ...empty, picked: { ...empty.picked, [part.kind]: unnamed(part.teamIds) } };
    case "ENTRA_GROUP":
      return { ...empty, picked: { ...empty.picked, [part.kind]: unnamed(part.groupIds) } };
    case "CHANNEL":
    case "GROUP_CHAT":
    case "RECIPIENTS":
      return { ...empty, picked: { ...empty.picked, [part.kind]: unnamed(part.recipientIds) } };
    case "CSV":
      return { ...empty, list: { id: part.listId, name: null } };
    case "FILTER": {
      const { kind: _kind, hasApp = null, ...given } = part;
      const lists = Object.fromEntries(FILTER_ATTRIBUTES.map((attribute) => [attribute, given[attribute] ?? []]));
      return { ...empty, filter: { ...empty.filter, ...lists, hasApp } };
    }
    case "UNION":
    case "EXCEPT":
      return { ...empty, whole: { name: null, audience: part } };
  }
}

/** Whether any part of it is posted in a channel or group chat. */
export function hasPlaces({ parts }: AudienceDraft): boolean {
  return parts.some(({ kind }) => kind === "CHANNEL" || kind === "GROUP_CHAT");
}
