"use client";

// Runs one write at a time for a component: busy while it is on its way, the refusal kept until the next attempt.
import { useCallback, useState } from "react";

import { ProblemError } from "./api";

export type Command = {
  busy: boolean;
  error: ProblemError | undefined;
  /** Resolves to true when the work succeeded; a refusal is in `error`. */
  run: (work: () => Promise<void>) => Promise<boolean>;
  clear: () => void;
};

export function useCommand(): Command {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ProblemError>();
  const run = useCallback(async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (refusal) {
      if (!(refusal instanceof ProblemError)) throw refusal;
      setError(refusal);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { busy, error, run, clear };
}
