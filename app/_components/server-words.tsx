"use client";

// A sentence that the server has written into a row. It is English on a page of any language, and says so to whoever
// reads it aloud.
export function ServerWords({ children }: { children: string }) {
  return <span lang="en" dir="ltr">{children}</span>;
}
