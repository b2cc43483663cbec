// `npm run doctor`: examines this Herald and its surroundings and says what to do, a line a finding. Changes nothing and
// needs no running server, though beside one it finds more. Ends with 1 when something is broken; `--json` for programs.
import { parseArgs } from "node:util";

import { createWire } from "@/bot/wire";
import { checkSettings } from "@/lib/doctor/check-settings";
import { examine, inOrder } from "@/lib/doctor/examine";
import { countMarks, type Finding } from "@/lib/domain/finding";
import { StartError } from "@/lib/errors";
import { adoptRun } from "@/lib/store/embedded-run";

import { ownVersion } from "./own-version";
import { findingsAsJson, findingsAsText } from "./print-findings";
import { report } from "./run-until-stopped";

/** Whoever takes longer to answer has a problem, and the doctor others to see. */
const MAX_WAIT_MS = 10_000;

try {
  const { json } = readArguments();
  const findings = await examineHere({ ...process.env });
  console.log(json ? findingsAsJson(findings) : findingsAsText(findings));
  if (countMarks(findings).FAIL > 0) process.exitCode = 1;
} catch (error) {
  report(error);
}

async function examineHere(source: Record<string, string | undefined>): Promise<Finding[]> {
  // Beside a running server the embedded database is found, and the settings of that run count.
  adoptRun(source);
  const { findings, settings } = checkSettings(source);
  if (!settings) return inOrder(findings);
  const { DATABASE_URL: databaseUrl, REQUEST_TIMEOUT_MS } = settings;
  const wire = createWire({ connections: 2, timeoutMs: Math.min(MAX_WAIT_MS, REQUEST_TIMEOUT_MS) });
  const now = (): Date => new Date();
  try {
    return await examine({ settings, databaseUrl, wire, now, version: ownVersion() }, findings);
  } finally {
    await wire.close();
  }
}

function readArguments(): { json: boolean } {
  try {
    return parseArgs({ options: { json: { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new StartError("Usage: npm run doctor -- [--json]", { cause: error });
  }
}
