// Remembers a choice of this browser (theme, language) in a cookie, because the server needs it for the first paint.
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function remember(name: string, value: string) {
  document.cookie = choiceCookie(name, value, window.location.protocol === "https:");
}

/** Readable by scripts, since one wrote it: it holds nothing but a choice from a short list, and is checked when it is read. */
export function choiceCookie(name: string, value: string, isSecure: boolean): string {
  const cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  return isSecure ? `${cookie}; secure` : cookie;
}
