// Runs once when the server starts: the settings are checked as a whole, the engine begins unless ENGINE is off, and a
// stop is orderly. Next gives this file module instances of its own, so the engine meets the routes in the database only.
import type { Instrumentation } from "next";

export async function register(): Promise<void> {
  // Next also compiles this for the edge, and leaves a block with this condition out of that.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { env } = await import("./lib/env");
    const { log } = await import("./lib/log");
    const { quietConsole } = await import("./lib/broken-page");
    const { closeDb } = await import("./lib/store/db");
    const { runEngine } = await import("./worker");

    const { DATABASE_URL, ENGINE } = env();
    if (process.env.NODE_ENV === "production") quietConsole(console);
    const engine = ENGINE ? runEngine(DATABASE_URL) : undefined;
    let stopping = false;
    const stop = async (signal: string): Promise<void> => {
      if (stopping) return;
      stopping = true;
      log.info("server.stopping", { signal });
      await engine?.stop();
      await closeDb();
      process.exit(0);
    };
    for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal));
    // Started with an IPC channel, we must not outlive a parent that was killed.
    process.on("disconnect", () => void stop("disconnect"));
  }
}

/** A page or a route has broken in the framework's hands. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { noteBroken } = await import("./lib/broken-page");
    noteBroken(error, request, context);
  }
};
