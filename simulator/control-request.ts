// What a control route gets, and how it says that something is not there.
import type { Simulator } from "./simulator";

export type ControlRequest = { simulator: Simulator; id: string; query: URLSearchParams; body: unknown };
export type ControlRoutes = Record<string, (request: ControlRequest) => unknown>;

/** Something that the path names and that does not exist. */
export class NotHere extends Error {}
