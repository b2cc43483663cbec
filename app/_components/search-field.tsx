"use client";

// A search box bound to the URL's `q`. Typing waits a moment before it searches and does not fill the history.
import { SearchBox } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";

import type { UrlState } from "./use-url-state";

const PAUSE_MS = 250;
const MAX_LENGTH = 200;

export function SearchField({ url, label }: { url: UrlState; label: string }) {
  const searched = url.get("q");
  const [typed, setTyped] = useState(searched);
  const [before, setBefore] = useState(searched);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  // The address changed without us (Back, a link): show what it says.
  if (before !== searched) {
    setBefore(searched);
    if (typed.trim() !== searched) setTyped(searched);
  }

  const change = (value: string) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => url.set({ q: value.trim() }, "replace"), PAUSE_MS);
  };
  return (
    <SearchBox
      value={typed}
      maxLength={MAX_LENGTH}
      aria-label={label}
      placeholder={label}
      onChange={(_, data) => change(data.value)}
      style={{ width: "280px", maxWidth: "100%" }}
    />
  );
}
