// Next's settings. Server-only packages are loaded as they are instead of being bundled: botbuilder, Prisma and pg read
// files beside themselves, and pino starts its transports by file name.
import { EVERYWHERE, NO_PAGE } from "./scripts/headers.mjs";

const asList = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "@azure/msal-node", "@prisma/adapter-pg", "@prisma/client", "botbuilder", "pg", "pg-boss", "pino", "undici",
  ],
  // Types and lint are steps of their own in `npm run check`, where they run once instead of again in each build.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    optimizePackageImports: ["@fluentui/react-components"],
    // No page takes a body (scripts/next-server.mjs), and what Next takes for one by some spelling of its address is not kept.
    proxyClientMaxBodySize: "1kb",
  },
  devIndicators: false,
  headers: async () => [
    { source: "/:path*", headers: asList(EVERYWHERE) },
    { source: "/:path(api|_next)/:rest*", headers: asList(NO_PAGE) },
    // Its text is UTF-8, which an XML type has to say (RFC 7303).
    { source: "/icon.svg", headers: asList({ ...NO_PAGE, "content-type": "image/svg+xml; charset=utf-8" }) },
  ],
};

export default config;
