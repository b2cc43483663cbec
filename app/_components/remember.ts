// Remembers a choice of this browser (theme, language) in a cookie, because the server needs it for the first paint.
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function remember(name: string, value: string) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
