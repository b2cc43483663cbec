// The operations about API keys; see _openapi-routes.ts.
import { changeApiKey } from "@/lib/commands/change-api-key";
import { createApiKey } from "@/lib/commands/create-api-key";
import { revokeApiKey } from "@/lib/commands/revoke-api-key";
import { rotateApiKey } from "@/lib/commands/rotate-api-key";

import { get, type Operation, write } from "./_openapi-operation";

export const KEY_OPERATIONS: readonly Operation[] = [
  { ...get("/api/api-keys", "The living API keys, without the keys themselves.", "ApiKeyPage"), access: ["admin"] },
  write("POST", "/api/api-keys", createApiKey, "A new API key, shown this once.", {
    body: "ApiKeyInput", answer: "NewApiKey", status: 201,
  }),
  write("PATCH", "/api/api-keys/{id}", changeApiKey, "Gives an API key other limits or another end.", {
    body: "ApiKeyChange", answer: "ApiKey",
  }),
  write("DELETE", "/api/api-keys/{id}", revokeApiKey, "Revokes an API key."),
  write("POST", "/api/api-keys/{id}/rotate", rotateApiKey, "Another secret, shown this once; the one before goes on a while.", {
    body: "ApiKeyRotation", answer: "NewApiKey",
  }),
];
