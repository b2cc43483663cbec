// API keys: listed without the key itself, which is shown once when it is made.
import { handle, read } from "@/app/api/_handle";
import { viewKey } from "@/app/api/_key-view";
import { createApiKey } from "@/lib/commands/create-api-key";
import { listApiKeys } from "@/lib/store/api-keys";

export const GET = read(async ({ db }) => ({ items: (await listApiKeys(db)).map(viewKey), next: null }), ["admin"]);

export const POST = handle(createApiKey, (body) => body, (made) => made, 201);
