// What a page of the console may load and run. Source: CSP Level 3, nonces. Without "strict-dynamic": with it, Chromium runs
// an inline script that a running one has put into the page. Our own origin serves no script but the build's: whatever else
// comes from it is `nosniff` and of another type.
const ALWAYS = [
  "default-src 'self'",
  // For browsers that do not know the two below; those that do heed these.
  "style-src 'self' 'unsafe-inline'",
  // On an element of ours, a width say: it can load nothing that the rest forbids.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Where the layout finds the page's nonce, for Fluent's styles; Next takes it from the policy itself. */
export const NONCE_HEADER = "x-page-nonce";

/** `nonce` is base64 and new for every page. */
export function pagePolicy(nonce: string): string {
  return [...ALWAYS, `script-src 'self' 'nonce-${nonce}'`, `style-src-elem 'self' 'nonce-${nonce}'`].join("; ");
}
