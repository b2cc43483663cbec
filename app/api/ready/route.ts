// 200 once the database is there with its migrations and an engine's heartbeat is fresh, else 503 and which of them is not.
import { log } from "@/lib/log";
import { db } from "@/lib/store/db";
import { type EngineState, getEngineState } from "@/lib/store/workers";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const engine = await readEngineState();
  const ready = engine === "fresh";
  return Response.json(
    { ready, database: engine === "unknown" ? "unreachable" : "ok", engine },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

async function readEngineState(): Promise<EngineState | "unknown"> {
  try {
    return await getEngineState(db());
  } catch (error) {
    log.warn("ready.database_unreachable", { error });
    return "unknown";
  }
}
