// Finds a Chromium for the browser tests: one that is installed, else Playwright's download, else Debian's package.
// Says what it did, because two of the three change the machine.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a browser that starts; undefined when there is none and none could be had. Installs nothing unless
 * `install` is true.
 */
export function findBrowser({ install = false, say = console.error } = {}) {
  const installed = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && runs(path));
  if (installed !== undefined) return installed;
  const downloaded = playwrightsOwn();
  if (downloaded !== undefined || !install) return downloaded;
  return download(say) ?? installPackage(say);
}

function runs(path) {
  return existsSync(path) && spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}

function playwrightsOwn() {
  try {
    const path = createRequire(import.meta.url)("@playwright/test").chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function download(say) {
  say("No Chromium is installed, so Playwright's is downloaded …");
  const cli = join(createRequire(import.meta.url).resolve("@playwright/test/package.json"), "..", "cli.js");
  const result = spawnSync(process.execPath, [cli, "install", "chromium"], { encoding: "utf8", timeout: 180_000 });
  const path = result.status === 0 ? playwrightsOwn() : undefined;
  say(path === undefined ? "Playwright's download did not work." : "Playwright's Chromium is installed.");
  return path;
}

function installPackage(say) {
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) {
    say("Install Chromium by hand (Debian: apt-get install chromium), or name one with CHROMIUM_PATH.");
    return undefined;
  }
  say("Installing Debian's package chromium …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]]) {
    const result = spawnSync("apt-get", args, { env, encoding: "utf8", timeout: 600_000 });
    if (result.status !== 0) {
      say(`apt-get ${args[0]} did not work: ${(result.stderr ?? "").trim().split("\n").at(-1)}`);
      return undefined;
    }
  }
  return PLACES.find(runs);
}
