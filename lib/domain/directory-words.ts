// Why the directory could not be asked, in an English sentence for the reason of a broadcast; the console has its own words
// in every language (lib/texts, directory.json). Consent is named by what it is missed for.
import type { DirectoryFailureCode } from "./directory-port";

export const DIRECTORY_PROBLEMS = [
  "NOT_CONFIGURED", "SIGN_IN", "CONSENT_PEOPLE", "CONSENT_GROUPS", "CONSENT_CATALOG", "CONSENT_INSTALL", "CONSENT_TEAMS",
  "NOT_IN_CATALOG", "THROTTLED", "UNREACHABLE", "NOT_FOUND", "REFUSED", "ERROR", "LOST",
] as const;
export type DirectoryProblem = (typeof DIRECTORY_PROBLEMS)[number];

/** The app is in the team, and Teams has told nothing of it: a job that is done with this is not all there is to do. */
export const TEAM_UNTOLD = "TEAM_UNTOLD";

type Asked = "PEOPLE" | "GROUPS" | "CATALOG" | "INSTALL" | "TEAMS";

/** What a failure is called for whoever has to mend it. EXPIRED and STOPPED are no problems of theirs. */
export function problemOf(code: DirectoryFailureCode, asked: Asked): DirectoryProblem {
  switch (code) {
    case "CONSENT":
      return `CONSENT_${asked}`;
    case "EXPIRED":
    case "STOPPED":
      return "ERROR";
    default:
      return code;
  }
}

/** Trying again by itself may help. */
export function mayPass(problem: DirectoryProblem): boolean {
  return problem === "THROTTLED" || problem === "UNREACHABLE" || problem === "ERROR";
}

export const GROUP_PROBLEM_WORDS: Record<DirectoryProblem, string> = {
  NOT_CONFIGURED: "Herald has no access to a directory.",
  SIGN_IN: "Microsoft refuses the credentials of the bot's registration.",
  CONSENT_PEOPLE: "an administrator has not consented to reading people (User.Read.All).",
  CONSENT_GROUPS: "an administrator has not consented to reading members of groups (GroupMember.Read.All).",
  CONSENT_CATALOG: "an administrator has not consented to reading the app catalog (AppCatalog.Read.All).",
  CONSENT_INSTALL: "an administrator has not consented to installing the app for people.",
  CONSENT_TEAMS: "an administrator has not consented to installing the app in teams.",
  NOT_IN_CATALOG: "the app is not in the organisation's catalog.",
  THROTTLED: "Microsoft asks to wait longer than is sensible.",
  UNREACHABLE: "Microsoft Graph does not answer.",
  NOT_FOUND: "it is no longer in the directory.",
  REFUSED: "Microsoft Graph refuses to tell.",
  ERROR: "an error in Herald; the log has more.",
  LOST: "the process that read it has ended.",
};
