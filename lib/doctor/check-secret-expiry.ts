// When what proves the bot ends: a certificate says so itself; a secret's end the directory knows, if we may read that, else
// the settings. A managed identity has none.
import { z } from "zod";

import type { Certificate } from "@/lib/certificate";
import { type Finding, found } from "@/lib/domain/finding";
import { GRAPH_PERMISSIONS } from "@/lib/domain/graph-permissions";

import { ask } from "./ask";
import { graphUrlOf, type Patient } from "./patient";

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;
/** Entra shows the first three characters of a secret. */
const HINT_LENGTH = 3;

const applicationSchema = z.object({
  passwordCredentials: z.array(z.object({ hint: z.string().nullish(), endDateTime: z.iso.datetime({ offset: true }) })),
});

export async function checkSecretExpiry(patient: Patient, graph: { token: string; roles: readonly string[] }): Promise<Finding> {
  const { settings } = patient;
  if (settings.BOT_MANAGED_IDENTITY) return found("IDENTITY_LASTS");
  if (settings.BOT_CERTIFICATE) return judgeCertificate(settings.BOT_CERTIFICATE, patient.now());
  const { grants } = GRAPH_PERMISSIONS.SECRET_EXPIRY;
  const end = grants.some((role) => graph.roles.includes(role)) ? await readEnd(patient, graph.token) : undefined;
  const now = patient.now();
  return (end && judgeEnd(end, now))
    ?? judgeSetDay(settings.BOT_APP_PASSWORD_EXPIRES, now)
    ?? found("SECRET_EXPIRY_UNKNOWN", { wanted: grants[0] ?? "" });
}

/** What is known of it without asking anybody. */
export function judgeOwnEnd({ BOT_CERTIFICATE, BOT_APP_PASSWORD_EXPIRES }: Patient["settings"], now: Date): Finding | undefined {
  return BOT_CERTIFICATE ? judgeCertificate(BOT_CERTIFICATE, now) : judgeSetDay(BOT_APP_PASSWORD_EXPIRES, now);
}

function judgeCertificate({ certificate }: Certificate, now: Date): Finding {
  return judgeEnd(new Date(certificate.validTo), now, "BOT_CERTIFICATE");
}

/** The day from the settings, to its end. */
export function judgeSetDay(day: string | undefined, now: Date): Finding | undefined {
  return day === undefined ? undefined : judgeEnd(new Date(Date.parse(day) + DAY_MS - 1), now);
}

function judgeEnd(end: Date, now: Date, what: "SECRET" | "BOT_CERTIFICATE" = "SECRET"): Finding {
  const date = end.toISOString().slice(0, 10);
  if (end <= now) return found(`${what}_EXPIRED`, { date });
  const days = Math.floor((end.getTime() - now.getTime()) / DAY_MS);
  return found(days < WARN_DAYS ? `${what}_EXPIRES_SOON` : `${what}_LASTS`, { date, days });
}

// A registration may have several secrets. Of those that begin as ours does, the one that lasts longest is taken.
async function readEnd({ wire, settings }: Patient, token: string): Promise<Date | undefined> {
  const { BOT_APP_ID, BOT_APP_PASSWORD = "" } = settings;
  const address = `${graphUrlOf(settings)}/v1.0/applications(appId='${BOT_APP_ID}')?$select=passwordCredentials`;
  const answer = await ask(wire, address, { headers: { authorization: `Bearer ${token}`, accept: "application/json" } });
  if ("code" in answer || answer.status !== 200) return undefined;
  const known = applicationSchema.safeParse(answer.json).data?.passwordCredentials ?? [];
  const ends = known.filter(({ hint }) => hint && hint === BOT_APP_PASSWORD.slice(0, HINT_LENGTH))
    .map(({ endDateTime }) => Date.parse(endDateTime));
  return ends.length === 0 ? undefined : new Date(Math.max(...ends));
}
