// The doctor's findings for a terminal and for programs. English, like all that Herald's commands print.
import { countMarks, type Finding, type Mark } from "@/lib/domain/finding";
import { findingsSummary, findingText } from "@/lib/texts/finding-text";

const SIGNS: Record<Mark, string> = { OK: "✓", WARN: "!", FAIL: "✗" };

/** A heading a check, a line a finding, and under it what to do. */
export function findingsAsText(findings: readonly Finding[]): string {
  const lines = findings.flatMap((finding, index) => {
    const { check, says, cure } = findingText("en", finding);
    return [
      ...(findings[index - 1]?.check === finding.check ? [] : ["", check]),
      `  ${SIGNS[finding.mark]} ${says}`,
      ...(cure === undefined ? [] : [`      ${cure}`]),
    ];
  });
  return [...lines.slice(1), "", findingsSummary("en", countMarks(findings))].join("\n");
}

export function findingsAsJson(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { says, cure } = findingText("en", finding);
    return { ...finding, says, ...(cure === undefined ? {} : { cure }) };
  });
  return JSON.stringify({ counts: countMarks(findings), findings: rows }, null, 2);
}
