// What Vitest and Playwright report, counted, and the failed tests by name: the end of a long log is where one looks.
import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number, failures?: string[], pages?: string[] }} Counts */

const MAX_PAGE_LINES = 250;

/** @returns {Counts} */
export function countVitest(file) {
  const report = readReport(file);
  if (report === undefined) return { passed: 0, failed: 1 };
  // A file that cannot be loaded has no tests to fail, but its suite fails.
  const broken = report.testResults
    .filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
  const failures = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => describeFailure(`${name} › ${fullName}`, failureMessages[0])));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    failures: [...broken.map(({ name, message }) => describeFailure(name, message)), ...failures],
  };
}

/** @returns {Counts} */
export function countPlaywright(file) {
  const report = readReport(file);
  if (report === undefined) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  const broken = report.suites.flatMap(specsOf).filter(({ ok }) => !ok);
  const failures = broken
    .map(({ file: spec, title, tests }) => describeFailure(`${spec} › ${title}`, tests[0]?.results[0]?.error?.message));
  return { passed: expected, failed: unexpected + flaky, failures, pages: broken.flatMap(pageOf) };
}

/** What stood on the page when a journey failed: where only the log is kept, it is all there is to look at. */
function pageOf({ file, title, tests }) {
  const attachments = tests[0]?.results[0]?.attachments ?? [];
  const path = attachments.find(({ name }) => name === "error-context")?.path;
  if (path === undefined || !existsSync(path)) return [];
  const [, page] = readFileSync(path, "utf8").split("# Page snapshot\n");
  if (page === undefined) return [];
  const lines = (page.split("\n# ")[0] ?? "").trim().split("\n");
  return [[`${file} › ${title}, the page as it was:`, ...lines.slice(0, MAX_PAGE_LINES)].join("\n")];
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

function describeFailure(name, message = "") {
  const [first = ""] = stripVTControlCharacters(message).trim().split("\n");
  return first === "" ? name : `${name}: ${first.slice(0, 200)}`;
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
