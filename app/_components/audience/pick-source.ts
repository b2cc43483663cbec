// Where the things come from that an audience is picked from: the address that finds them, and what each is called.
import type { GroupView } from "@/lib/domain/directory-views";
import type { ChannelView, GroupChatView, RecipientView, TeamView } from "@/lib/domain/views";

import type { PickedKind } from "./audience-draft";

/** A longer list covers the page and is read no better than another letter is typed. */
const FOUND = 8;

export type PickOption = {
  id: string;
  /** Empty for a group chat nobody has named. */
  name: string;
  /** Such as an e-mail address. */
  detail?: string | undefined;
  /** Known members. */
  members?: number | undefined;
  /** Nothing can be posted there at present. */
  shut?: boolean;
  /** The team of a channel. */
  under?: string;
};

const PLACES: Record<PickedKind, string> = {
  TEAM_MEMBERS: "/api/teams",
  CHANNEL: "/api/teams",
  GROUP_CHAT: "/api/group-chats",
  ENTRA_GROUP: "/api/groups",
  RECIPIENTS: "/api/recipients",
};

/** Null for people until somebody is asked for: the first eight of a million are of no use. */
export function searchPath(kind: PickedKind, asked: string): string | null {
  if (kind === "RECIPIENTS" && asked === "") return null;
  const by = kind === "CHANNEL" ? "&by=CHANNEL" : "";
  return `${PLACES[kind]}?limit=${FOUND}${by}${asked === "" ? "" : `&q=${encodeURIComponent(asked)}`}`;
}

/** By their ids; a channel is asked for as the recipient it is. */
export function namesPath(kind: PickedKind, ids: readonly string[]): string | null {
  if (ids.length === 0) return null;
  const place = kind === "CHANNEL" || kind === "GROUP_CHAT" ? PLACES.RECIPIENTS : PLACES[kind];
  return `${place}?limit=${ids.length}&ids=${ids.join(",")}`;
}

type Named = { id: string; name?: string; displayName?: string };

export function namesOf(items: readonly Named[]): Map<string, string> {
  return new Map(items.map(({ id, name, displayName }) => [id, name ?? displayName ?? ""]));
}

export type FoundItem = TeamView | GroupChatView | GroupView | RecipientView;

/** Of the channels of a team only those that `asked` names: the team may have been found by one of them. */
export function optionsOf(kind: PickedKind, items: readonly FoundItem[], asked: string): PickOption[] {
  switch (kind) {
    case "TEAM_MEMBERS":
      return (items as TeamView[]).map(({ id, name, members }) => ({ id, name, members }));
    case "CHANNEL":
      return (items as TeamView[])
        .flatMap((team) => team.channels.map((channel) => channelOption(team.name, channel)))
        .filter((option) => isNamedBy(option, asked));
    case "GROUP_CHAT":
      return (items as GroupChatView[]).map(({ id, name, members, state, postsAllowed }) => {
        return { id, name, members: members ?? undefined, shut: !postsAllowed || state !== "ACTIVE" };
      });
    case "ENTRA_GROUP":
      return (items as GroupView[]).map(({ id, name, mail, members }) => {
        return { id, name, detail: mail ?? undefined, members: members ?? undefined };
      });
    case "RECIPIENTS":
      return (items as RecipientView[])
        .filter((one) => one.kind === "PERSON")
        .map(({ id, displayName, email }) => ({ id, name: displayName, detail: email ?? undefined }));
  }
}

/** Whether somebody who types these words may mean it. */
export function isNamedBy({ name, detail = "" }: PickOption, words: string): boolean {
  return `${name} ${detail}`.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
}

function channelOption(team: string, { id, name, state, postsAllowed }: ChannelView): PickOption {
  return { id, name: `${team} › ${name}`, under: team, shut: !postsAllowed || state !== "ACTIVE" };
}
