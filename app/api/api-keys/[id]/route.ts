// Revokes an API key.
import { handle, idOf } from "@/app/api/_handle";
import { revokeApiKey } from "@/lib/commands/revoke-api-key";

export const DELETE = handle(revokeApiKey, (_body, call) => ({ id: idOf(call) }), () => undefined);
