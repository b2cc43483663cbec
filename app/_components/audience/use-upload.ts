"use client";

// One file on its way to the server: how much of it has left, and what became of it.
import { useCallback, useEffect, useRef, useState } from "react";

import { apiGet, ProblemError } from "@/app/_components/api";
import type { ListView, Page } from "@/lib/domain/views";

import { listNameOf } from "./list-name";
import { uploadList } from "./upload-list";

export type Upload = {
  /** Undefined while nothing is on its way. At 1 the server still reads. */
  share: number | undefined;
  fileName: string;
  error: ProblemError | undefined;
  send: (file: File) => void;
  stop: () => void;
};

export function useUpload(onDone: (list: ListView) => void): Upload {
  const [share, setShare] = useState<number>();
  const [fileName, setFileName] = useState("");
  const [error, setError] = useState<ProblemError>();
  const running = useRef<AbortController>(undefined);

  const send = useCallback((file: File) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setFileName(file.name);
    setError(undefined);
    setShare(0);
    const work = async () => {
      try {
        const { items } = await apiGet<Page<ListView>>("/api/lists", { signal: abort.signal });
        const taken = items.filter(({ status }) => status !== "FAILED").map(({ name }) => name);
        onDone(await uploadList(file, listNameOf(file.name, taken), { onShare: setShare, signal: abort.signal }));
      } catch (refusal) {
        if (abort.signal.aborted) return;
        if (!(refusal instanceof ProblemError)) throw refusal;
        setError(refusal);
      } finally {
        if (running.current === abort) setShare(undefined);
      }
    };
    void work();
  }, [onDone]);

  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);
  return { share, fileName, error, send, stop };
}
