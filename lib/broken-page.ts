// What breaks in the web framework's hands, by the log's rules: an id that the page shows too, the name of the error, and
// neither its message nor the address, which may hold what somebody wrote. The framework itself would print both.
import { randomUUID } from "node:crypto";

import { type Log,log } from "./log";

/** What is printed under these names must be noticed. */
const FATAL = ["unhandledRejection", "uncaughtException"];

type Broken = { method: string };
type Place = { routePath: string; routeType: string };

/** For the framework's `onRequestError`. `requestId` is what the browser is shown (app/error.tsx). */
export function noteBroken(
  error: unknown, { method }: Broken, { routePath, routeType }: Place, to: Pick<Log, "error"> = log,
): void {
  const requestId = digestOf(error) ?? randomUUID();
  to.error(routeType === "route" ? "api.broke" : "page.broke", { error, requestId, method, route: routePath });
}

/** Lets nothing onto the console of a server that is not a line of the log. Errors that are told of anyway are left out. */
export function quietConsole(target: Pick<Console, "error" | "warn">, to: Pick<Log, "error" | "warn"> = log): void {
  for (const level of ["error", "warn"] as const) {
    target[level] = (...args: unknown[]) => {
      const error = args.find((arg) => arg instanceof Error);
      const kind = FATAL.find((word) => args.some((arg) => typeof arg === "string" && arg.includes(word)));
      if (digestOf(error) === undefined) to[level]("server.printed", { kind, ...(error === undefined ? {} : { error }) });
    };
  }
}

/** The framework's own number for an error of a page. */
function digestOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("digest" in error)) return undefined;
  return typeof error.digest === "string" && /^[\w@-]{1,40}$/.test(error.digest) ? error.digest : undefined;
}
