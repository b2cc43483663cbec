// The directory as the jobs beside the engine need it: people, groups and the app's installations of one tenant, page by
// page. lib/graph is the one behind it. What Microsoft answers is a value, failures too: never an exception.
import type { GroupKind, GroupMembership, InstallCode } from "./directory";

/** Why the directory could not be asked. lib/texts has words and a remedy for each. */
export const DIRECTORY_FAILURES = [
  "NOT_CONFIGURED",
  /** No token: the bot's credentials are wrong or have expired. */
  "SIGN_IN",
  /** An administrator has not consented to a permission. */
  "CONSENT",
  "THROTTLED",
  "UNREACHABLE",
  /** A link to go on from has expired: start over. */
  "EXPIRED",
  "NOT_FOUND",
  "REFUSED",
  "STOPPED",
] as const;
export type DirectoryFailureCode = (typeof DIRECTORY_FAILURES)[number];
export type DirectoryFailure = {
  code: DirectoryFailureCode;
  httpStatus?: number;
  /** What Graph said, for the log's code and for telling refusals apart; never shown to people. */
  graphCode?: string;
  message?: string;
  retryAfterMs?: number;
};
export type DirectoryAnswer<T> = { ok: true; value: T } | { ok: false; failure: DirectoryFailure };

/** Undefined: not told this time; null: told to be empty. */
export type DirectoryPerson = {
  objectId: string;
  displayName?: string | null | undefined;
  givenName?: string | null | undefined;
  email?: string | null | undefined;
  principalName?: string | null | undefined;
  locale?: string | null | undefined;
  department?: string | null | undefined;
  country?: string | null | undefined;
  jobTitle?: string | null | undefined;
  guest?: boolean | undefined;
  enabled?: boolean | undefined;
  /** Whether a licence includes Teams. */
  licensed?: boolean | undefined;
};

export type PeoplePage = {
  people: DirectoryPerson[];
  /** Object ids of people who are no longer in the directory. */
  departed: string[];
  /** Where the next page is; or the round is over, and this is where the next one will begin. */
  next: { kind: "PAGE" | "ROUND"; link: string };
};

export type DirectoryGroup = {
  objectId: string;
  name: string;
  mail: string | null;
  kind: GroupKind;
  membership: GroupMembership;
  /** It is the group of a team. */
  hasTeam: boolean;
};

export type Page<T> = { items: T[]; next: string | null };

/**
 * What became of installing the app for one person, or in a team. `already`: it was there before, so that Teams tells the bot
 * nothing. REST: Graph asks to wait. AGAIN: unclear, safe to repeat.
 */
export type InstallOutcome =
  | { kind: "INSTALLED"; already?: true }
  | { kind: "FAILED"; code: InstallCode }
  | { kind: "REST"; retryAfterMs?: number }
  | { kind: "AGAIN" };

/** Conversation ids by object id. `rest`: Graph did not answer about everybody, and asks to wait. */
export type FoundChats = { chats: Map<string, string>; rest?: { retryAfterMs?: number } };

/** By object id. */
export type InstallOutcomes = Map<string, InstallOutcome>;

export interface Directory {
  /** Requests made so far, for measurements. */
  readonly requests: number;

  /** From the start when `link` is null, else from the `next` of the page or round before. */
  readPeople(link: string | null, signal: AbortSignal): Promise<DirectoryAnswer<PeoplePage>>;
  countPeople(signal: AbortSignal): Promise<DirectoryAnswer<number>>;
  readGroups(link: string | null, signal: AbortSignal): Promise<DirectoryAnswer<Page<DirectoryGroup>>>;
  /** Groups whose name or address has words that begin with these; no more than the first of many. */
  searchGroups(words: string, signal: AbortSignal): Promise<DirectoryAnswer<DirectoryGroup[]>>;
  /** People in the group and in the groups inside it. */
  readMembers(groupId: string, link: string | null, signal: AbortSignal): Promise<DirectoryAnswer<Page<DirectoryPerson>>>;
  /** The id of the app in the organisation's catalog; null when it is not there. Remembered for a while. */
  findApp(signal: AbortSignal): Promise<DirectoryAnswer<string | null>>;
  /** Installs for up to MAX_INSTALL_BATCH people by object id; everybody has an outcome. */
  install(appId: string, objectIds: readonly string[], signal: AbortSignal): Promise<DirectoryAnswer<InstallOutcomes>>;
  /** The personal chats with the bot, as far as they are there already. */
  findChats(appId: string, objectIds: readonly string[], signal: AbortSignal): Promise<DirectoryAnswer<FoundChats>>;
  installInTeam(appId: string, groupId: string, signal: AbortSignal): Promise<DirectoryAnswer<InstallOutcome>>;
}

/** Graph takes so many requests in one batch. */
export const MAX_INSTALL_BATCH = 20;
