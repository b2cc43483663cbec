// Which texts can be kept. PostgreSQL stores neither NUL nor half a surrogate pair, and would refuse them much later,
// in words no author could do anything with.

/** Deeper than any value we know, and far from what would exhaust the stack. */
const MAX_DEPTH = 32;

export type Flaw = { path: string; message: string };

export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** What can be kept of a text that is not ours to refuse. */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The first text, key or depth of a JSON value that cannot be kept. */
export function findUnstorable(value: unknown, path: readonly string[] = []): Flaw | undefined {
  if (typeof value === "string") {
    return isStorable(value) ? undefined : flaw(path, "This text contains a character that cannot be kept.");
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (path.length >= MAX_DEPTH) return flaw(path.slice(0, 3), "This is nested too deeply.");
  for (const [key, part] of Object.entries(value)) {
    if (!isStorable(key)) return flaw(path, "A name in here contains a character that cannot be kept.");
    const found = findUnstorable(part, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function flaw(path: readonly string[], message: string): Flaw {
  return { path: path.join("."), message };
}
