// Where Teams sends its activities.
import { handleBotRequest } from "@/bot/handle-request";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = handleBotRequest;
