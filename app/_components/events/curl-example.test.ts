// The example can be pasted: a shell reads back exactly the body that was meant.
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

import { curlExample } from "./curl-example";

test.each<[string, Record<string, unknown>]>([
  ["plain words", { template: "Incident", variables: { state: "down" } }],
  ["quotes of both kinds", { template: `Ann's "news" \\ $HOME \`x\`` }],
  ["a dry run", { template: "Incident", dryRun: true }],
])("%s", (_case, body) => {
  const command = curlExample("https://herald.example", body);
  const script = `curl() { printf '%s\\0' "$@"; }\nuuidgen() { echo made-up; }\nHERALD_KEY=key\n${command}`;
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0");
  expect(words.slice(0, 3)).toEqual(["-X", "POST", "https://herald.example/api/events"]);
  expect(words).toContain("Authorization: Bearer key");
  expect(words.includes("Idempotency-Key: made-up")).toBe(body["dryRun"] !== true);
  expect(JSON.parse(words[words.indexOf("-d") + 1] ?? "")).toEqual(body);
});
