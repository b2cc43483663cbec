// Revokes an API key.
import { revokeApiKey } from "@/lib/commands/revoke-api-key";

import { handle, idOf } from "../../_handle";

export const DELETE = handle(revokeApiKey, (_body, call) => ({ id: idOf(call) }), () => undefined);
