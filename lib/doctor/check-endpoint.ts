// Herald's public address as the world outside would meet it, asked from this machine: the name, the certificate, whether
// it is Herald that answers, and whether the bot's door is shut to whoever brings no token.
import { type Finding, found } from "@/lib/domain/finding";
import { isLoopback } from "@/lib/env";

import { ask, type Silence } from "./ask";
import { readCertificateEnd } from "./certificate";
import type { Patient } from "./patient";

const UNKNOWN_HOST = /^(ENOTFOUND|EAI_AGAIN)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;
const DAY_MS = 86_400_000;
const WARN_DAYS = 21;

// Of a kind that the bot ignores, from a place that it never answers: without effect even where tokens are not checked.
const HARMLESS_ACTIVITY = {
  type: "event", name: "herald/doctor", id: "doctor", channelId: "msteams", serviceUrl: "https://smba.trafficmanager.net/teams/",
  from: { id: "29:doctor" }, recipient: { id: "28:doctor" },
  conversation: { id: "a:doctor", conversationType: "personal", tenantId: "00000000-0000-0000-0000-000000000000" },
};

export async function checkEndpoint(patient: Patient): Promise<Finding[]> {
  const { settings, wire } = patient;
  const url = settings.APP_URL;
  const { protocol, host } = new URL(url);
  if (!isLoopback(url) && protocol !== "https:") return [found("ENDPOINT_NOT_HTTPS", { url })];
  const place = isLoopback(url) ? [found("ENDPOINT_LOOPBACK", { url })] : [];
  const health = await ask(wire, `${url}/api/health`);
  if ("code" in health) return [...place, explainSilence(health, host, url)];
  const certificate = protocol === "https:" ? await checkCertificate(new URL(url), patient.now()) : [];
  if (health.status !== 200 || health.json?.["status"] !== "ok") {
    return [...place, ...certificate, found("HEALTH_WRONG", { url, status: health.status })];
  }
  return [...place, ...certificate, found("HEALTH_GOOD", { url }), await checkMessages(patient, host)];
}

export function judgeCertificate(host: string, end: Date, now: Date): Finding {
  const days = Math.floor((end.getTime() - now.getTime()) / DAY_MS);
  return found(days < WARN_DAYS ? "CERTIFICATE_EXPIRES_SOON" : "CERTIFICATE_GOOD", { host, days });
}

function explainSilence({ code }: Silence, host: string, url: string): Finding {
  if (UNKNOWN_HOST.test(code)) return found("ENDPOINT_UNKNOWN_HOST", { host });
  if (CERTIFICATE.test(code)) return found("CERTIFICATE_REFUSED", { host, code });
  return found("ENDPOINT_UNREACHABLE", { host, code, url });
}

async function checkCertificate(url: URL, now: Date): Promise<Finding[]> {
  const end = await readCertificateEnd(url);
  return end ? [judgeCertificate(url.host, end, now)] : [];
}

async function checkMessages({ settings, wire }: Patient, host: string): Promise<Finding> {
  const url = settings.APP_URL;
  const answer = await ask(wire, `${url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(HARMLESS_ACTIVITY),
  });
  if ("code" in answer) return explainSilence(answer, host, url);
  const { status } = answer;
  // A sign-in page before Herald answers 401 as well, and names how it wants to be signed in to.
  const isOurs = !/basic|negotiate|ntlm/i.test(answer.header("www-authenticate") ?? "");
  if (status === 401 && isOurs) return found("MESSAGES_GUARDED", { url });
  if (!settings.BOT_AUTH && status === 403) return found("MESSAGES_PRACTICE", { url });
  return found(status < 300 ? "MESSAGES_OPEN" : "MESSAGES_WRONG", { url, status });
}
