// Another secret for the key, shown this once.
import { handle, withPathId } from "@/app/api/_handle";
import { rotateApiKey } from "@/lib/commands/rotate-api-key";

export const POST = handle(rotateApiKey, withPathId, ({ id, key }) => ({ id, key }));
