// The directory of one tenant through Graph: what lib/domain/directory-port.ts asks for, with the settings' credentials.
import type { Directory } from "@/lib/domain/directory-port";
import { credentialFrom } from "@/lib/entra/credential";
import { env } from "@/lib/env";

import { createGraph, type Graph } from "./client";
import { GRAPH_CLOUDS } from "./clouds";
import { readGroups, readMembers, searchGroups } from "./groups";
import { createHttp, type Http } from "./http";
import { findApp, findChats, installForPeople, installInTeam } from "./install";
import { createGraphTokens, type GraphTokens } from "./token";
import { countPeople, readPeople } from "./users";

/** The catalog is asked again after this: an app may be uploaded, or deleted and uploaded again under another id. */
const APP_KEPT_MS = 5 * 60_000;

/** What the manifest of the Teams app says: its id, and the resource-specific permissions it asks for. */
export type AppManifest = { id: string; consents: readonly string[] };

export function createDirectory(graph: Graph, { id: manifestId, consents }: AppManifest): Directory {
  let app: { id: string; until: number } | undefined;
  return {
    get requests() {
      return graph.requests;
    },
    readPeople: (link, signal) => readPeople(graph, link, signal),
    countPeople: (signal) => countPeople(graph, signal),
    readGroups: (link, signal) => readGroups(graph, link, signal),
    searchGroups: (words, signal) => searchGroups(graph, words, signal),
    readMembers: (groupId, link, signal) => readMembers(graph, groupId, link, signal),
    findApp: async (signal) => {
      if (app && performance.now() < app.until) return { ok: true, value: app.id };
      app = undefined;
      const answer = await findApp(graph, manifestId, signal);
      if (answer.ok && answer.value !== null) app = { id: answer.value, until: performance.now() + APP_KEPT_MS };
      return answer;
    },
    install: async (appId, objectIds, signal) => {
      const answer = await installForPeople(graph, { id: appId, consents }, objectIds, signal);
      const outcomes = answer.ok ? [...answer.value.values()] : [];
      if (outcomes.some((outcome) => outcome.kind === "FAILED" && outcome.code === "NOT_IN_CATALOG")) app = undefined;
      return answer;
    },
    findChats: (appId, objectIds, signal) => findChats(graph, appId, objectIds, signal),
    installInTeam: (appId, groupId, signal) => installInTeam(graph, { id: appId, consents }, groupId, signal),
  };
}

export type Directories = {
  /** Undefined where no Graph is configured. */
  of(tenantId: string): Directory | undefined;
  close(): Promise<void>;
};

/** One client a tenant, for the settings of this process. The registration is the bot's; `consents` are the manifest's. */
export function directoriesFromEnv(consents: readonly string[]): Directories {
  const { BOT_AUTH, GRAPH_URL, REQUEST_TIMEOUT_MS, TEAMS_APP_ID, TEAMS_CLOUD } = env();
  const http = createHttp({ timeoutMs: REQUEST_TIMEOUT_MS });
  const known = new Map<string, Directory>();
  const graphUrl = GRAPH_URL ?? (BOT_AUTH ? GRAPH_CLOUDS[TEAMS_CLOUD].graphUrl : undefined);
  return {
    of: (tenantId) => {
      if (graphUrl === undefined) return undefined;
      const found = known.get(tenantId);
      if (found) return found;
      const graph = createGraph({ http, tokens: tokensFromEnv(http, tenantId), graphUrl });
      const directory = createDirectory(graph, { id: TEAMS_APP_ID ?? "", consents });
      known.set(tenantId, directory);
      return directory;
    },
    close: () => http.close(),
  };
}

/** Undefined in practice, unless there is a stand-in for the sign-in service too. */
function tokensFromEnv(http: Http, tenantId: string): GraphTokens | undefined {
  const settings = env();
  const { BOT_APP_ID: appId, BOT_AUTH, LOGIN_URL, TEAMS_CLOUD } = settings;
  const credential = credentialFrom(settings);
  if (!appId || !credential || (!BOT_AUTH && LOGIN_URL === undefined)) return undefined;
  const cloud = GRAPH_CLOUDS[TEAMS_CLOUD];
  const scope = `${cloud.graphUrl}/.default`;
  return createGraphTokens({ http, app: { loginUrl: LOGIN_URL ?? cloud.loginUrl, tenantId, appId, credential }, scope });
}
