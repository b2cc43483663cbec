// `npm run worker`: the engine without the web server, any number of them on one database. Beside a running server it
// finds the embedded database, and how that server sends, through the data folder.
import { env } from "@/lib/env";
import { adoptRun } from "@/lib/store/embedded-run";
import { runEngine } from "@/worker";

import { runUntilStopped } from "./run-until-stopped";

await runUntilStopped(async (house) => {
  adoptRun(process.env);
  const engine = runEngine(env().DATABASE_URL);
  house.onStop(engine.stop);
});
