// Writes with a browser's cookie are believed only when they come from our own pages, reached under our own name.
import { describe, expect, test } from "vitest";

import { assertSameOrigin } from "./_actor";

function write(headers: Record<string, string>): () => void {
  return () => assertSameOrigin(new Request("http://localhost:3000/api/topics", { method: "POST", headers }));
}

describe("a write with a cookie", () => {
  test.each([
    ["from our own page", { host: "localhost:3000", "sec-fetch-site": "same-origin" }],
    ["under another loopback name", { host: "127.0.0.1:3000", "sec-fetch-site": "same-origin" }],
    ["from an old browser that names its origin", { host: "localhost:3000", origin: "http://localhost:3000" }],
  ])("%s is believed", (_from, headers) => {
    expect(write(headers)).not.toThrow();
  });

  test.each([
    ["from another site", { host: "localhost:3000", "sec-fetch-site": "cross-site" }],
    ["typed into the address bar", { host: "localhost:3000", "sec-fetch-site": "none" }],
    ["without a word about where from", { host: "localhost:3000" }],
    ["from another origin", { host: "localhost:3000", origin: "https://evil.example" }],
    // A name of somebody else that was made to point at this machine is "same origin" to the browser.
    ["under a foreign name (DNS rebinding)", { host: "evil.example:3000", "sec-fetch-site": "same-origin" }],
    ["with a foreign name as origin too", { host: "evil.example:3000", origin: "http://evil.example:3000" }],
    ["on another port", { host: "localhost:4000", "sec-fetch-site": "same-origin" }],
  ])("%s is refused", (_from, headers) => {
    expect(write(headers)).toThrow("another site");
  });
});
