// What the HTTP API answers about who may do what in the console: people, API keys, sessions. Times are ISO 8601 texts in UTC.
import type { KeyScope, KeyState } from "./api-key";
import type { Role } from "./role";
import type { SessionSource } from "./sign-in";

/** Somebody of the console. `role` counts: the one assigned here, or else the one of Entra's app roles. */
export type PersonView = {
  id: string;
  objectId: string;
  displayName: string;
  role: Role | null;
  appRole: Role | null;
  assignedRole: Role | null;
  signedInAt: string | null;
  /** How many of them are alive. */
  sessions: number;
};

/** An API key; its secret is shown once and never again. */
export type ApiKeyView = {
  id: string;
  name: string;
  role: Role;
  scopes: KeyScope[];
  /** How its secret begins. */
  hint: string;
  state: KeyState;
  eventsPerMinute: number;
  peoplePerEvent: number;
  createdAt: string;
  /** Or who is behind the key that made it. Null: on the server. */
  madeBy: string | null;
  expiresAt: string | null;
  /** Until when the secret before the last rotation goes on. */
  previousUntil: string | null;
  lastUsedAt: string | null;
};

export type SessionView = {
  id: string;
  source: SessionSource;
  /** What the browser calls itself. */
  browser: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  /** The one that asks. */
  isCurrent: boolean;
};
