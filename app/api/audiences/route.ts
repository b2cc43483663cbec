// GET: all audiences by name. POST: a new one.
import { handle, read, withoutId } from "@/app/api/_handle";
import { saveAudience } from "@/lib/commands/save-audience";
import { listAudiences } from "@/lib/store/saved-audiences";

export const GET = read(async ({ db }) => ({ items: await listAudiences(db), next: null }));

export const POST = handle(saveAudience, withoutId, (saved) => saved, 201);
