// What commands about the directory have in common: whose directories there are to ask.
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** The tenants whose directory Herald may read; none without credentials, or a stand-in for Graph. */
export function directoryTenants(): string[] {
  const { ALLOWED_TENANTS, BOT_AUTH, GRAPH_URL } = env();
  return BOT_AUTH || GRAPH_URL !== undefined ? ALLOWED_TENANTS : [];
}

/** Throws CONFLICT where there is none. */
export function directoryTenantsOrThrow(): string[] {
  const tenants = directoryTenants();
  if (tenants.length > 0) return tenants;
  throw new AppError("CONFLICT", "Herald has no access to a directory: the bot's credentials are not set.");
}
