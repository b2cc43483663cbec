// The exact command that sends an event, as a person would paste it into a shell. The body stands between single quotes,
// so a quote of its own is closed, escaped and opened again.

export function curlExample(origin: string, body: Record<string, unknown>): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", "'\\''").replaceAll("\n", "\n  ");
  const headers = body["dryRun"] === true ? [] : ['  -H "Idempotency-Key: $(uuidgen)" \\'];
  return [
    `curl -X POST ${origin}/api/events \\`,
    '  -H "Authorization: Bearer $HERALD_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    ...headers,
    `  -d '${json}'`,
  ].join("\n");
}
