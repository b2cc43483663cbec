// Next's settings. Server-only packages are loaded as they are instead of being bundled: botbuilder, Prisma and pg read
// files beside themselves, and pino starts its transports by file name.
/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "@azure/msal-node", "@prisma/adapter-pg", "@prisma/client", "botbuilder", "pg", "pg-boss", "pino", "undici",
  ],
  // Types and lint are steps of their own in `npm run check`, where they run once instead of again in each build.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["@fluentui/react-components"] },
  devIndicators: false,
};

export default config;
