"use client";

// Filters and searches live in the URL, so that a list can be reloaded, shared and left with the Back button. The
// address is changed through the History API, which Next follows without asking the server for the page again.
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type UrlPatch = Record<string, string | null>;

export type UrlState = {
  get: (name: string) => string;
  /** Changes some parameters (null or "" removes one); every change but of the cursor goes back to the first page. */
  set: (patch: UrlPatch, how?: "push" | "replace") => void;
  /** The address the same change leads to, for a link. */
  href: (patch: UrlPatch) => string;
};

export function useUrlState(): UrlState {
  const pathname = usePathname();
  const search = useSearchParams();
  const get = useCallback((name: string) => search.get(name) ?? "", [search]);
  const set = useCallback((patch: UrlPatch, how: "push" | "replace" = "push") => {
    const url = addressOf(pathname, applyPatch(new URLSearchParams(window.location.search), patch));
    if (how === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  }, [pathname]);
  const href = useCallback(
    (patch: UrlPatch) => addressOf(pathname, applyPatch(new URLSearchParams(search), patch)),
    [pathname, search],
  );
  return { get, set, href };
}

function addressOf(pathname: string, params: URLSearchParams): string {
  return params.size === 0 ? pathname : `${pathname}?${params.toString()}`;
}

export function applyPatch(params: URLSearchParams, patch: UrlPatch): URLSearchParams {
  const next = new URLSearchParams(params);
  if (!("cursor" in patch)) next.delete("cursor");
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** An API path with those parameters that have a value. */
export function withQuery(path: string, params: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
