// The examination: everything that is looked at, in the order of the checks. Used by `npm run doctor` and by the console.
import { CHECKS, type Finding } from "@/lib/domain/finding";

import { checkConsole } from "./check-console";
import { checkDatabase } from "./check-database";
import { checkEndpoint } from "./check-endpoint";
import { checkMicrosoft } from "./check-microsoft";
import { checkReach } from "./check-reach";
import type { Patient } from "./patient";

/** Never throws for anything that is wrong with the patient. `known` are findings about the settings. */
export async function examine(patient: Patient, known: readonly Finding[] = []): Promise<Finding[]> {
  const checks = [checkDatabase, checkMicrosoft, checkReach, checkConsole, checkEndpoint];
  const found = await Promise.all(checks.map((check) => check(patient)));
  return inOrder([...known, ...found.flat()]);
}

/** Within a check, in the order in which they were found. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return CHECKS.flatMap((check) => findings.filter((finding) => finding.check === check));
}
