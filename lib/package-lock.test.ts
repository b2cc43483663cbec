// What npm installs: each package at one exact version with the hash of its content, from the registry and from nowhere else.
// Only named ones run a program while they are installed, and each has a licence that somebody has looked at.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), z.object({
    version: z.string().optional(),
    integrity: z.string().optional(),
    resolved: z.string().optional(),
    link: z.boolean().optional(),
    hasInstallScript: z.boolean().optional(),
    license: z.string().optional(),
  })),
});
const versionsSchema = z.record(z.string(), z.string());
const packageSchema = z.object({
  dependencies: versionsSchema, devDependencies: versionsSchema, allowScripts: z.record(z.string(), z.boolean()),
});

const lock = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
const own = packageSchema.parse(JSON.parse(readFileSync("package.json", "utf8")));
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== "")
  .map(([path, facts]) => ({ path, name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length), ...facts }));

/** Nothing here asks more of Herald, which is MIT, than to keep notices. LGPL, MPL and EPL stay with their unchanged files. */
const LICENCES = new Set([
  "MIT", "Apache-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0", "Unlicense", "CC-BY-4.0", "MPL-2.0",
  "EPL-2.0", "LGPL-3.0-or-later", "CC0-1.0",
]);
/** Without a word in their package.json; read in the file named. */
const READ_ELSEWHERE = new Map([["seq-queue", "MIT, LICENSE"]]);

describe("the lock file", () => {
  it("is read at all", () => {
    expect(packages.length).toBeGreaterThan(500);
  });

  it("has for each package an exact version and the hash of its content", () => {
    const loose = packages.filter(({ version, integrity }) =>
      !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version ?? "") || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
    expect(loose).toEqual([]);
  });

  it("takes nothing from a folder, a repository or an address of its own", () => {
    const elsewhere = packages.filter(({ resolved, link }) =>
      link === true || (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/")));
    expect(elsewhere).toEqual([]);
  });

  it("lets only those run a program that package.json names, allowed or refused", () => {
    const running = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    const named = Object.keys(own.allowScripts);
    expect(running.filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !running.includes(name))).toEqual([]);
  });

  it("has a licence for each that somebody has looked at", () => {
    const parts = (license: string): string[] => license.replaceAll(/[()]/g, "").split(/ (?:AND|OR|and) /);
    const unknown = packages.filter(({ name, license }) =>
      license === undefined ? !READ_ELSEWHERE.has(name) : !parts(license).every((part) => LICENCES.has(part)));
    expect(unknown.map(({ path, license }) => `${path}: ${license}`)).toEqual([]);
  });
});

it("package.json asks for exact versions", () => {
  const loose = Object.entries({ ...own.dependencies, ...own.devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version));
  expect(loose).toEqual([]);
});
