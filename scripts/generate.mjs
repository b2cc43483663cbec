// Writes the Prisma client into lib/store/generated; runs after every install. Does nothing, and does not fail, where
// Prisma is not installed (production installs without development packages bring a client that was made before).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const engine = fileURLToPath(new URL("./prisma-schema-engine.mjs", import.meta.url));

const cli = prismaCli();
if (cli === undefined) {
  console.log("Prisma is not installed, so its client is left as it is.");
} else if (!existsSync(new URL("../prisma/schema.prisma", import.meta.url))) {
  console.log("There is no prisma/schema.prisma yet, so there is no client to generate.");
} else {
  process.exitCode = generate(cli);
}

function prismaCli() {
  try {
    return createRequire(import.meta.url).resolve("prisma/build/index.js");
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function generate(path) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, "generate", "--no-hints"], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (status === 0) console.log("The Prisma client is generated.");
  else console.error(`${stdout}${stderr}\nThe Prisma client could not be generated.`);
  return status ?? 1;
}
