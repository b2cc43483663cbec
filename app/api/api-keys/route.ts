// API keys: listed without the key itself, which is shown once when it is made.
import { createApiKey } from "@/lib/commands/create-api-key";
import { listApiKeys } from "@/lib/store/api-keys";

import { handle, read } from "../_handle";

export const GET = read(async ({ db }) => ({ items: await listApiKeys(db), next: null }), ["admin"]);

export const POST = handle(createApiKey, (body) => body, (made) => made, 201);
