// API keys, for the description of the API.
import { z } from "zod";

import { changeApiKey } from "@/lib/commands/change-api-key";
import { createApiKey } from "@/lib/commands/create-api-key";
import { rotateApiKey } from "@/lib/commands/rotate-api-key";
import type { ApiKeyView } from "@/lib/domain/access-views";
import { KEY_STATES, scopesSchema } from "@/lib/domain/api-key";
import { roleSchema } from "@/lib/domain/role";

import { bodyOf, count, page, time } from "./_openapi-shapes";

const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  role: roleSchema,
  scopes: scopesSchema,
  hint: z.string(),
  state: z.enum(KEY_STATES),
  eventsPerMinute: count,
  peoplePerEvent: count,
  createdAt: time,
  madeBy: z.string().nullable(),
  expiresAt: time.nullable(),
  previousUntil: time.nullable(),
  lastUsedAt: time.nullable(),
}) satisfies z.ZodType<ApiKeyView>;

export const KEY_SCHEMAS = {
  ApiKeyInput: bodyOf(createApiKey),
  ApiKeyChange: bodyOf(changeApiKey),
  ApiKeyRotation: bodyOf(rotateApiKey),
  ApiKey: apiKey,
  ApiKeyPage: page(apiKey),
  NewApiKey: z.object({ id: z.uuid(), key: z.string() }),
} as const;
