// What a page of the console may load and run. Source: CSP Level 3, nonces. Without "strict-dynamic": with it, Chromium runs
// an inline script that a running one has put into the page. Our own origin serves no script but the build's: whatever else
// comes from it is `nosniff` and of another type.
const ALWAYS = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** `nonce` is base64 and new for every page. */
export function pagePolicy(nonce: string): string {
  return [...ALWAYS, `script-src 'self' 'nonce-${nonce}'`].join("; ");
}
