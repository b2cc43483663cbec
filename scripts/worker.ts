// `npm run worker`: the engine without the web server, any number of them on one database. Beside a running server it
// finds the embedded database, and how that server sends, through the data folder.
import { env } from "@/lib/env";
import { StartError } from "@/lib/errors";
import { adoptRun } from "@/lib/store/embedded-run";
import { runEngine } from "@/worker";

import { runUntilStopped } from "./run-until-stopped";

await runUntilStopped(async (house) => {
  adoptRun(process.env);
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new StartError("No database was found: start Herald first, or set DATABASE_URL and SECRET_KEY.");
  const engine = runEngine(DATABASE_URL);
  house.onStop(engine.stop);
  await new Promise(() => undefined);
});
