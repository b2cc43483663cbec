// What every call to Graph is answered from.
import type { GraphCall } from "./graph-calls";
import type { Simulator } from "./simulator";

export type GraphHeaders = {
  authorization?: string | undefined;
  consistencyLevel?: string | undefined;
  prefer?: string | undefined;
};

export type GraphRequest = {
  readonly simulator: Simulator;
  readonly call: GraphCall;
  readonly headers: GraphHeaders;
  readonly body: string;
  /** As the caller spelled it, so that links lead back the same way: `http://host/graph/v1.0`. */
  readonly baseUrl: string;
  /** Below the base, without the query. */
  readonly path: string;
  readonly nowMs: number;
};
