// What every answer says to the browser, whoever gives it: Next (next.config.js), or the server around it (next-server.mjs).
export const EVERYWHERE = {
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
};
/** What is no page needs nothing. Pages have a policy of their own, with a nonce (proxy.ts). */
export const NO_PAGE = {
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
