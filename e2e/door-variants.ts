// Other ways to ask for the same address: what Next and proxies understand beside a plain request, and what has opened doors
// in other products (CVE-2025-29927 and its kin).
export type Knock = { method: string; path: string; headers: Record<string, string> };
type Variant = readonly [name: string, knock: (method: string, path: string) => Knock];

const plain = (method: string, path: string): Knock => ({ method, path, headers: {} });
const withHeaders = (headers: Record<string, string>) => (method: string, path: string): Knock => ({ method, path, headers });
const at = (change: (path: string) => string) => (method: string, path: string): Knock => plain(method, change(path));
const STATE_TREE = encodeURIComponent(JSON.stringify(["", { children: ["(console)", { children: ["__PAGE__", {}] }] }]));

/** As long as the id of a server function, of which Herald has none. */
const ACTION = "40".padEnd(42, "a1");

/** `harmless` is a path that anybody may ask for. */
export function doorVariants(buildId: string, harmless: string): readonly Variant[] {
  return [
    ["plainly", plain],
    ["as a server component", withHeaders({ rsc: "1" })],
    ["as a server component below a layout it has", withHeaders({ "rsc": "1", "next-router-state-tree": STATE_TREE })],
    ["as a prefetch", withHeaders({ "rsc": "1", "next-router-prefetch": "1" })],
    [
      "as a prefetch of a segment",
      withHeaders({ "rsc": "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }),
    ],
    ["as the file of a segment", at((path) => `${path}.segments/_tree.segment.rsc`)],
    ["as an action of a page", withHeaders({ "next-action": ACTION, "content-type": "text/plain;charset=UTF-8" })],
    ["with the query of a server component", at((path) => `${path}?_rsc=1abcd`)],
    ["as data of a page", at((path) => `/_next/data/${buildId}${path}.json`)],
    ["as data, in a header", withHeaders({ "x-nextjs-data": "1" })],
    ...["middleware", "src/middleware", "proxy", "src/proxy", "pages/_middleware"].map((name): Variant => [
      `as a request of ${name} to itself`,
      withHeaders({ "x-middleware-subrequest": Array<string>(5).fill(name).join(":") }),
    ]),
    ["as rewritten by a proxy", withHeaders({ "x-original-url": harmless, "x-rewrite-url": harmless })],
    ["as matched elsewhere", withHeaders({ "x-matched-path": harmless, "x-invoke-path": harmless, "x-invoke-status": "200" })],
    ["as let through", withHeaders({ "x-middleware-next": "1", "x-middleware-rewrite": harmless })],
    ["from this machine", withHeaders({ "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" })],
    ["as another method", withHeaders({ "x-http-method-override": "GET", "x-http-method": "GET", "x-method-override": "GET" })],
    ["as a preview", withHeaders({ cookie: "__prerender_bypass=1; __next_preview_data=1", purpose: "prefetch" })],
    ["with a slash at the end", at((path) => `${path}/`)],
    ["with two slashes", at((path) => path.replace("/", "//").replace(/(.)\/(?=[^/]*$)/, "$1//"))],
    ["with a letter encoded", at((path) => path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`))],
    ["with a slash encoded", at((path) => path.replace(/(.)\/(?=[^/]*$)/, "$1%2f"))],
    ["in capitals", at((path) => path.toUpperCase())],
    ["by a way round", at((path) => `${harmless}/%2e%2e/%2e%2e${path}`)],
    ["with a parameter in the path", at((path) => `${path};x=1`)],
    ["with a byte of nothing", at((path) => `${path}%00`)],
    ["with an extension", at((path) => `${path}.rsc`)],
  ];
}
