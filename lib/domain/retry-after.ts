// The header Retry-After: whole seconds or an HTTP date (RFC 9110), or nothing useful at all.

/** A tenant is not paused for longer on one header's word: Teams' own longest window is an hour. */
export const MAX_RETRY_AFTER_MS = 15 * 60_000;

/** Undefined when the header is missing or says nothing. A date is measured from the server's own clock if it told it. */
export function parseRetryAfter(header: string | undefined, nowMs: number, dateHeader?: string): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), MAX_RETRY_AFTER_MS);
  const at = parseHttpDate(value);
  if (at === undefined) return undefined;
  const from = (dateHeader === undefined ? undefined : parseHttpDate(dateHeader)) ?? nowMs;
  return Math.min(Math.max(at - from, 0), MAX_RETRY_AFTER_MS);
}

// Date.parse understands far more than HTTP dates ("1", "-5"), so the shape is checked first.
function parseHttpDate(value: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
