"use client";

// A search box bound to the URL's `q`. Typing waits a moment before it searches and does not fill the history; a link that is
// pressed meanwhile is followed from the search, which would call its page off if it came a moment later.
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
  const waiting = useRef<string>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = () => {
    clearTimeout(timer.current);
    const value = waiting.current;
    waiting.current = undefined;
    if (value !== undefined) url.set({ q: value }, "replace");
  };
  useEffect(() => {
    const beforeLink = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("a[href]")) search();
    };
    document.addEventListener("click", beforeLink, true);
    return () => document.removeEventListener("click", beforeLink, true);
  });

  // The address changed without us (Back, a link): show what it says.
  if (before !== searched) {
    setBefore(searched);
    if (typed.trim() !== searched) setTyped(searched);
  }

  const change = (value: string) => {
    setTyped(value);
    clearTimeout(timer.current);
    waiting.current = value.trim();
    timer.current = setTimeout(search, PAUSE_MS);
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
