"use client";

// A value of the API, kept fresh by polling. It pauses while the page is hidden, slows down while the server fails, and
// never throws away what it has: a failure leaves the last good data on the screen and says that they are stale.
import { useCallback, useEffect, useRef, useState } from "react";

import { apiGet, ProblemError } from "./api";
import { isAway } from "./presence";

export type Live<T> = {
  /** The newest answer; after the path changed, the previous path's answer until `loading` ends. */
  data: T | undefined;
  /** True until this path has answered for the first time. */
  loading: boolean;
  /** Why the newest request failed; undefined once one succeeds. */
  error: ProblemError | undefined;
  /** True while `data` is older than it should be because requests fail. */
  stale: boolean;
  /** Asks again at once; resolves when the answer, or the failure, is on the screen. */
  refresh: () => Promise<void>;
  /** Shows an answer that a write has just returned, without waiting for the next poll. */
  replace: (data: T) => void;
};

type Snapshot<T> = { path: string | null; data: T | undefined; error: ProblemError | undefined };

const SLOWEST_MS = 30_000;
const LOOK_MS = 1_000;

/** How long to wait before asking again: always the same, or by what the last answer says. */
type Interval<T> = number | ((data: T | undefined) => number);

/** Polls `path` every `intervalMs` (0 asks only once); a null path asks nothing. */
export function useLive<T>(path: string | null, intervalMs: Interval<T>): Live<T> {
  const [snapshot, setSnapshot] = useState<Snapshot<T>>({ path: null, data: undefined, error: undefined });
  const failures = useRef(0);
  const waitMs = useRef(0);
  // Every request and every `replace` takes a number; an answer is shown only if nothing newer was asked or written.
  const latest = useRef(0);

  const load = useCallback(async (signal?: AbortSignal, unattended = false) => {
    if (path === null) return;
    const turn = ++latest.current;
    try {
      const data = await apiGet<T>(path, { signal, unattended });
      if (turn !== latest.current) return;
      failures.current = 0;
      setSnapshot({ path, data, error: undefined });
    } catch (error) {
      if (!(error instanceof ProblemError)) return reportUnlessAborted(error);
      if (turn !== latest.current) return;
      failures.current += 1;
      setSnapshot((before) => ({ path, data: before.path === path ? before.data : undefined, error }));
    }
  }, [path]);

  const intervalNowMs = typeof intervalMs === "number" ? intervalMs : intervalMs(snapshot.data);
  useEffect(() => {
    waitMs.current = intervalNowMs;
  }, [intervalNowMs]);
  useEffect(() => startPolling(load, () => slowDown(waitMs.current, failures.current)), [load]);

  const refresh = useCallback(() => load(), [load]);
  const replace = useCallback((data: T) => {
    latest.current += 1;
    setSnapshot({ path, data, error: undefined });
  }, [path]);

  const loading = path !== null && snapshot.path !== path;
  const { data } = snapshot;
  const error = loading ? undefined : snapshot.error;
  return { data, loading, error, stale: error !== undefined && data !== undefined, refresh, replace };
}

function startPolling(load: (signal: AbortSignal, unattended: boolean) => Promise<void>, waitMs: () => number) {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  // The timer runs even while nothing is to be asked, so that a changed interval is noticed within a second.
  async function turn(unattended = false) {
    clearTimeout(timer);
    await load(abort.signal, unattended);
    wait(performance.now());
  }
  function wait(since: number) {
    clearTimeout(timer);
    if (abort.signal.aborted || document.hidden) return;
    timer = setTimeout(() => {
      const everyMs = waitMs();
      if (everyMs > 0 && performance.now() - since >= everyMs) void turn(isAway());
      else wait(since);
    }, Math.min(LOOK_MS, waitMs() || LOOK_MS));
  }
  function onVisibility() {
    if (document.hidden) clearTimeout(timer);
    else if (waitMs() > 0) void turn();
    else wait(performance.now());
  }

  void turn();
  document.addEventListener("visibilitychange", onVisibility, { signal: abort.signal });
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}

/** Doubles the interval with each failure in a row, up to half a minute. */
export function slowDown(intervalMs: number, failures: number): number {
  if (failures === 0 || intervalMs === 0) return intervalMs;
  return Math.max(intervalMs, Math.min(intervalMs * 2 ** failures, SLOWEST_MS));
}

function reportUnlessAborted(error: unknown) {
  if (error instanceof DOMException && error.name === "AbortError") return;
  throw error;
}
