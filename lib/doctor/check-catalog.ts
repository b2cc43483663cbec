// The app in the organisation's catalog, looked up by its manifest id as the installer does.
import { z } from "zod";

import { appOfOrganization } from "@/lib/domain/catalog-app";
import { type Finding, found } from "@/lib/domain/finding";
import { GRAPH_PERMISSIONS } from "@/lib/domain/graph-permissions";

import { ask, type Silence } from "./ask";
import { graphUrlOf, type Patient } from "./patient";

const appsSchema = z.object({
  value: z.array(z.object({
    displayName: z.string().nullish(),
    distributionMethod: z.string().nullish(),
    appDefinitions: z.array(z.object({ version: z.string().nullish(), publishingState: z.string().nullish() })).default([]),
  })),
});
const errorSchema = z.object({ error: z.object({ code: z.string() }) });
type App = z.output<typeof appsSchema>["value"][number];

export async function checkCatalog(patient: Patient, token: string): Promise<{ findings: Finding[] } | Silence> {
  const { settings, wire } = patient;
  const id = settings.TEAMS_APP_ID ?? "";
  const query = new URLSearchParams({ $filter: `externalId eq '${id}'`, $expand: "appDefinitions" });
  const answer = await ask(wire, `${graphUrlOf(settings)}/v1.0/appCatalogs/teamsApps?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}`, accept: "application/json" },
  });
  if ("code" in answer) return answer;
  const apps = answer.status === 200 ? appsSchema.safeParse(answer.json).data?.value : undefined;
  if (!apps) return readRefusal(answer);
  const app = appOfOrganization(apps);
  return { findings: [app ? judge(app, patient.version) : found("CATALOG_MISSING", { id })] };
}

function judge({ displayName, appDefinitions }: App, own: string): Finding {
  const name = displayName ?? "";
  const published = appDefinitions.find(({ publishingState }) => (publishingState ?? "published") === "published");
  const [submitted] = appDefinitions;
  if (submitted && !published) return found("CATALOG_UNAPPROVED", { name, state: submitted.publishingState ?? "" });
  const version = published?.version;
  if (!version) return found("CATALOG_GOOD", { name, version: "none" });
  return isOlder(version, own) ? found("CATALOG_OLD", { name, version, own }) : found("CATALOG_GOOD", { name, version });
}

// What is answered without being Graph's is no matter of permissions: a proxy's page, for instance.
function readRefusal({ status, json }: { status: number; json: unknown }): { findings: Finding[] } | Silence {
  const code = errorSchema.safeParse(json).data?.error.code;
  if (code === undefined) return { code: `HTTP ${status}` };
  const wanted = GRAPH_PERMISSIONS.CATALOG.grants[0] ?? "";
  return { findings: [found("CATALOG_UNREADABLE", { answer: `HTTP ${status} ${code}`, wanted })] };
}

/** Versions of three numbers. */
function isOlder(version: string, than: string): boolean {
  const [one, two] = [version, than].map((text) => text.split(".").map(Number));
  for (const [index, part] of (two ?? []).entries()) {
    const other = one?.[index] ?? 0;
    if (other !== part) return other < part;
  }
  return false;
}
