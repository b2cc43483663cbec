// What is installed can be listed for others, and asked about at the registry; a registry that does not answer is not taken as
// one that knows of no hole. Nothing here leaves the machine: the registry is one of ours.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const run = promisify(execFile);
const MANY_BYTES = 16_000_000;

async function npm(script: string, ...args: string[]): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await run("npm", ["run", "--silent", script, "--", ...args], { maxBuffer: MANY_BYTES });
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = z.object({ code: z.number(), stdout: z.string() }).parse(error);
    return { code, stdout };
  }
}

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ name: z.string().optional(), version: z.string() })) });
const billSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(z.object({
    name: z.string(), version: z.string(), hashes: z.array(z.object({ alg: z.literal("SHA-512") })).min(1),
    licenses: z.array(z.unknown()).optional(),
  })),
});

it("the bill of materials names every package of the lock file, with its version and hash", async () => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  const locked = Object.entries(packages).filter(([path]) => path !== "").map(([path, { name, version }]) =>
    `${name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`);
  const { code, stdout } = await npm("sbom", "--offline");
  expect(code).toBe(0);
  const { components } = billSchema.parse(JSON.parse(stdout));
  expect(components.length).toBeGreaterThan(500);
  expect(new Set(components.map(({ name, version }) => `${name}@${version}`))).toEqual(new Set(locked));
});

/** A registry that knows of these holes; its address and what it was asked about. */
async function withRegistry(
  holes: Record<string, unknown[]>, work: (address: string) => Promise<void>,
): Promise<string[]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/json");
      if (request.method === "POST") response.end(JSON.stringify(holes));
      else response.writeHead(404).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return asked;
}

describe("the question for advisories", () => {
  it("ends with 0 when the registry knows of none, which was asked about every package at once", async () => {
    const asked = await withRegistry({}, async (registry) => {
      const { code, stdout } = await npm("audit:packages", "--registry", registry);
      expect(code).toBe(0);
      expect(stdout).toContain("found 0");
    });
    expect(asked).toEqual(["POST /-/npm/v1/security/advisories/bulk"]);
  });

  it("ends with 1 and names the package that has one", async () => {
    const hole = { id: 1, url: "https://a.example/1", title: "A hole of this test", severity: "high", vulnerable_versions: "*" };
    await withRegistry({ swiper: [hole] }, async (registry) => {
      const { code, stdout } = await npm("audit:packages", "--registry", registry);
      expect(code).toBe(1);
      expect(stdout).toMatch(/swiper[^]*high[^]*A hole of this test/);
    });
  });

  it("ends with 1 when nobody answers", async () => {
    expect((await npm("audit:packages", "--registry", "http://127.0.0.1:1/", "--fetch-retries", "0")).code).toBe(1);
  });
});
