// What Graph answers: its error envelope, which differs from the Connector's, and the refusals met when an app is
// installed, in the words that Graph uses for them.
import { randomUUID } from "node:crypto";
import type { PublicErrorResponse, PublicInnerError } from "@microsoft/microsoft-graph-types";

import { type Answer, json } from "./answers";

type Refusal = { status: number; code: string; message: string };

/** Why an installation fails, by the name that faults and counts use. */
export const INSTALL_FAILURES = {
  POLICY: { status: 403, code: "Forbidden", message: "App is blocked by app permission policy." },
  LICENSE: {
    status: 403, code: "Forbidden",
    message: "Failed to get license information for the user. Ensure user has a valid Office365 license assigned to them.",
  },
  CONSENT: {
    status: 403, code: "Forbidden",
    message: "Missing role permissions on the request. API requires one of 'TeamsAppInstallation.ReadWriteSelfForUser.All, "
      + "TeamsAppInstallation.ReadWriteForUser.All'. Roles on the request ''.",
  },
  UNKNOWN_USER: { status: 404, code: "NotFound", message: "User not found." },
  NOT_IN_CATALOG: { status: 404, code: "NotFound", message: "The app was not found in the app catalog." },
  SERVER_ERROR: { status: 502, code: "BadGateway", message: "Failed to execute backend request." },
} as const satisfies Record<string, Refusal>;

export type InstallFailure = keyof typeof INSTALL_FAILURES;
export const INSTALL_FAILURE_NAMES = Object.keys(INSTALL_FAILURES) as [InstallFailure, ...InstallFailure[]];

export function graphError(
  status: number, code: string, message: string, headers?: Readonly<Record<string, string>>,
): Answer {
  const requestId = randomUUID();
  const innerError: PublicInnerError & Record<string, string> = {
    date: new Date().toISOString().slice(0, 19), "request-id": requestId, "client-request-id": requestId,
  };
  const body = { error: { code, message, innerError } } satisfies PublicErrorResponse;
  return json(status, body, { ...headers, "request-id": requestId });
}

export function refuseInstall(failure: InstallFailure): Answer {
  const { status, code, message } = INSTALL_FAILURES[failure];
  return graphError(status, code, message);
}

export function missingObject(id: string): Answer {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return graphError(404, "Request_ResourceNotFound", message);
}

export function badRequest(message: string): Answer {
  return graphError(400, "BadRequest", message);
}

/** What Graph cannot ask of its directory. */
export class UnsupportedQuery extends Error {}
