"use client";

// Nobody leaves unsaved work by accident. A link inside the console first saves and then follows; when saving fails it
// asks. Closing the tab gets the browser's own question. The Back button cannot be held: the copy in the browser and
// the save on leaving catch that case.
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

export type LeaveGuard = { asking: boolean; stay: () => void; leave: () => void };

export function useLeaveGuard(unsaved: boolean, save: () => Promise<boolean>): LeaveGuard {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    if (!unsaved) return;
    const abort = new AbortController();
    const { signal } = abort;
    window.addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
    const onClick = (event: MouseEvent) => {
      const href = internalTarget(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      opener.current = document.activeElement;
      void save().then((saved) => (saved ? router.push(href) : setTarget(href)));
    };
    // Captured, so that it runs before the link's own handler.
    document.addEventListener("click", onClick, { capture: true, signal });
    return () => abort.abort();
  }, [unsaved, save, router]);

  const stay = useCallback(() => {
    setTarget(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  }, []);
  const leave = useCallback(() => {
    if (target) router.push(target);
    setTarget(null);
  }, [target, router]);
  return { asking: target !== null, stay, leave };
}

/** Where an ordinary click on a link to another page of the console leads, else null. */
function internalTarget(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  if (url.origin !== window.location.origin || url.pathname === window.location.pathname) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}
