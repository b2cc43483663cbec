// What the address of the recipients page asks for. People are shown unless another kind is asked for; what the address
// cannot mean is left out, so that an old link still opens the page.
import { ACCOUNTS } from "@/lib/domain/directory";
import { RECIPIENT_STATES, type RecipientState } from "@/lib/domain/recipient-counts";
import { RECIPIENT_KINDS } from "@/lib/domain/reference";

export const SHOWN_KINDS = [...RECIPIENT_KINDS, "ALL"] as const;
type ShownKind = (typeof SHOWN_KINDS)[number];

export type RecipientQuestion = {
  q: string | undefined;
  kind: ShownKind;
  state: RecipientState | undefined;
  account: string | undefined;
  department: string | undefined;
  country: string | undefined;
  team: string | undefined;
  hasApp: string | undefined;
  optedOut: string | undefined;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function questionOf(get: (name: string) => string): RecipientQuestion {
  const oneOf = <T extends string>(name: string, words: readonly T[]): T | undefined => words.find((word) => word === get(name));
  const team = get("team");
  return {
    q: get("q") || undefined,
    kind: oneOf("kind", SHOWN_KINDS) ?? "PERSON",
    state: oneOf("state", RECIPIENT_STATES),
    account: oneOf("account", ACCOUNTS),
    department: get("department") || undefined,
    country: get("country") || undefined,
    team: UUID.test(team) ? team : undefined,
    hasApp: oneOf("hasApp", ["true", "false"]),
    optedOut: oneOf("optedOut", ["true", "false"]),
  };
}

/** The same question to an export. */
export function exportOf({ kind: of, hasApp, optedOut, ...question }: RecipientQuestion) {
  const yes = (word: string | undefined) => (word === undefined ? undefined : word === "true");
  return { ...question, kind: "RECIPIENTS" as const, of, hasApp: yes(hasApp), optedOut: yes(optedOut) };
}

/** Those behind the button "Filters"; the search and the states stand beside it. */
export const FILTERS = ["kind", "account", "department", "country", "team", "hasApp", "optedOut"] as const;
