// Every change to an audience that is being built, as one pure function.
import type { Audience } from "@/lib/domain/audience";

import {
  type AudienceDraft, audienceDraftOf, type Chosen, emptyPart, type OfferedKind, type PartDraft, type PickedKind, type Side,
} from "./audience-draft";

export type AudienceChange =
  | { type: "kind"; key: number; kind: OfferedKind }
  | { type: "pick"; key: number; kind: PickedKind; item: Chosen }
  | { type: "unpick"; key: number; kind: PickedKind; id: string }
  | { type: "list"; key: number; list: Chosen | null }
  | { type: "filter"; key: number; values: Partial<PartDraft["filter"]> }
  | { type: "saved"; key: number; name: string; audience: Audience }
  | { type: "add"; side: Side; kind: OfferedKind }
  | { type: "remove"; key: number }
  /** Names of what was picked, learned after the audience was loaded. */
  | { type: "names"; names: ReadonlyMap<string, string> }
  | { type: "replace"; audience: Audience | null };

export function changeAudience(draft: AudienceDraft, change: AudienceChange): AudienceDraft {
  switch (change.type) {
    case "kind":
      return changePart(draft, change.key, (part) => ({ ...part, kind: change.kind, whole: keepSaved(part, change.kind) }));
    case "pick":
      return changePart(draft, change.key, (part) => pick(part, change.kind, change.item));
    case "unpick":
      return changePart(draft, change.key, (part) => ({ ...part, picked: unpick(part, change.kind, change.id) }));
    case "list":
      return changePart(draft, change.key, (part) => ({ ...part, list: change.list }));
    case "filter":
      return changePart(draft, change.key, (part) => ({ ...part, filter: { ...part.filter, ...change.values } }));
    case "saved":
      return changePart(draft, change.key, (part) => ({ ...part, whole: { name: change.name, audience: change.audience } }));
    case "add":
      return { ...draft, [change.side]: [...draft[change.side], emptyPart(nextKey(draft), change.kind)] };
    case "remove":
      return removePart(draft, change.key);
    case "names":
      return mapParts(draft, (part) => namePart(part, change.names));
    case "replace":
      return audienceDraftOf(change.audience);
  }
}

function changePart(draft: AudienceDraft, key: number, change: (part: PartDraft) => PartDraft): AudienceDraft {
  return mapParts(draft, (part) => (part.key === key ? change(part) : part));
}

function mapParts({ parts, without }: AudienceDraft, change: (part: PartDraft) => PartDraft): AudienceDraft {
  return { parts: parts.map(change), without: without.map(change) };
}

/** What came from elsewhere and could not be taken apart is gone once another kind is chosen. */
function keepSaved({ whole }: PartDraft, kind: OfferedKind): PartDraft["whole"] {
  return kind === "SAVED" && whole?.name === null ? null : whole;
}

function pick(part: PartDraft, kind: PickedKind, item: Chosen): PartDraft {
  const others = unpick(part, kind, item.id);
  return { ...part, picked: { ...others, [kind]: [...others[kind], item] } };
}

function unpick({ picked }: PartDraft, kind: PickedKind, id: string): PartDraft["picked"] {
  return { ...picked, [kind]: picked[kind].filter((one) => one.id !== id) };
}

export function nextKey({ parts, without }: AudienceDraft): number {
  return Math.max(-1, ...parts.map(({ key }) => key), ...without.map(({ key }) => key)) + 1;
}

/** The last part that is left becomes an open one instead. */
function removePart(draft: AudienceDraft, key: number): AudienceDraft {
  const parts = draft.parts.filter((part) => part.key !== key);
  const without = draft.without.filter((part) => part.key !== key);
  return { parts: parts.length > 0 ? parts : [emptyPart(nextKey(draft))], without };
}

function namePart(part: PartDraft, names: ReadonlyMap<string, string>): PartDraft {
  const named = (item: Chosen): Chosen => ({ ...item, name: item.name ?? names.get(item.id) ?? null });
  const { TEAM_MEMBERS, CHANNEL, GROUP_CHAT, ENTRA_GROUP, RECIPIENTS } = part.picked;
  return {
    ...part,
    picked: {
      TEAM_MEMBERS: TEAM_MEMBERS.map(named),
      CHANNEL: CHANNEL.map(named),
      GROUP_CHAT: GROUP_CHAT.map(named),
      ENTRA_GROUP: ENTRA_GROUP.map(named),
      RECIPIENTS: RECIPIENTS.map(named),
    },
    list: part.list && named(part.list),
  };
}
