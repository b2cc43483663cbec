// PATCH: other limits or another end. DELETE: revokes the key.
import { handle, idOf, withPathId } from "@/app/api/_handle";
import { viewKey } from "@/app/api/_key-view";
import { changeApiKey } from "@/lib/commands/change-api-key";
import { revokeApiKey } from "@/lib/commands/revoke-api-key";

export const PATCH = handle(changeApiKey, withPathId, viewKey);

export const DELETE = handle(revokeApiKey, (_body, call) => ({ id: idOf(call) }), () => undefined);
