// Figures for operators in Prometheus' text format; scraped with an API key of any role.
import { read } from "@/app/api/_handle";
import { metricsText } from "@/app/api/_metrics-text";
import { env } from "@/lib/env";
import { refusals } from "@/lib/refusal-log";
import { readMetrics } from "@/lib/store/metrics";

export const GET = read(async ({ db }) => {
  const { contentType, text } = await metricsText(await readMetrics(db, env().SEND_RATE_PER_SECOND), refusals().counts());
  return new Response(text, { headers: { "content-type": contentType } });
});
