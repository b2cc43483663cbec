// The other side of a Herald with everything switched on: whoever publishes the keys that Teams signs with, a sign-in service
// over TLS that is not a stand-in of ours, and a simulated Teams that takes nothing without a token it has given out.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { PERSONAS, PRACTICE_APP_ID, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { makeKey, sign, startKeyServer } from "@/lib/testing/start-key-server";
import { startOidcServer } from "@/lib/testing/start-oidc-server";
import { teamsClaims } from "@/lib/testing/teams-claims";
import type { SettingsChange } from "@/simulator/settings";
import type { SimulatorOptions } from "@/simulator/simulator";

export type Guard = {
  /** Of Herald. */
  settings: Record<string, string>;
  /** Of the simulated Teams. */
  teams: SettingsChange;
  authorize: NonNullable<SimulatorOptions["authorize"]>;
  close(): Promise<void>;
};

/** Who signs what Teams says, and the settings of a bot that believes nobody else. */
export type TeamsKeys = Pick<Guard, "settings" | "close"> & { authorize(activity: object): Promise<string> };

type GuardOptions = {
  appUrl: string;
  /** Where the certificate of the sign-in service is written. */
  folder: string;
  /** Those of a journey: what it wants to be secret is what proves Herald here. */
  settings: Record<string, string>;
  /** Whether an administrator has consented to reading the directory. */
  directory: boolean;
};

const CLIENT_ID = "2f4a6f0e-6a0f-4b4e-9d0b-3d2b9d8a1c22";
/** Their role stands in their token, as an app role. */
const PEOPLE = PERSONAS.map(({ objectId, displayName, role }) => ({ oid: objectId, name: displayName, roles: [role] }));

export async function startTeamsKeys(): Promise<TeamsKeys> {
  const key = await makeKey("teams");
  const server = await startKeyServer([{ key, endorsements: ["msteams"] }]);
  return {
    settings: { BOT_AUTH: "on", BOT_METADATA_URL: server.metadataUrl, BOT_APP_ID: PRACTICE_APP_ID },
    authorize: (activity) => sign(key, teamsClaims("serviceUrl" in activity ? String(activity.serviceUrl) : "")),
    close: () => server.close(),
  };
}

export async function startGuard({ appUrl, folder, settings, directory }: GuardOptions): Promise<Guard> {
  const { BOT_APP_PASSWORD: botSecret = "the bot's", ENTRA_CLIENT_SECRET: clientSecret = "the console's" } = settings;
  const keys = await startTeamsKeys();
  const client = { tenantId: PRACTICE_TENANT_ID, clientId: CLIENT_ID, clientSecret, appUrl };
  const oidc = await startOidcServer(client, PEOPLE);
  const certificate = join(folder, "sign-in-certificate.pem");
  writeFileSync(certificate, oidc.certificate);
  return {
    settings: {
      ...keys.settings, PRACTICE: "off", BOT_APP_PASSWORD: botSecret,
      NODE_EXTRA_CA_CERTS: certificate, ENTRA_AUTHORITY: oidc.authority, ENTRA_TENANT_ID: PRACTICE_TENANT_ID,
      ENTRA_CLIENT_ID: CLIENT_ID, ENTRA_CLIENT_SECRET: clientSecret,
    },
    teams: { requireToken: true, clientId: PRACTICE_APP_ID, clientSecret: botSecret, ...(directory ? {} : { graphRoles: [] }) },
    authorize: keys.authorize,
    close: async () => {
      await oidc.close();
      await keys.close();
    },
  };
}
