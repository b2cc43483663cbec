// Reads the directory now.
import { handle } from "@/app/api/_handle";
import { directoryTenants } from "@/lib/commands/directory-rules";
import { syncDirectory } from "@/lib/commands/sync-directory";
import { getDirectoryState } from "@/lib/store/directory-view";

export const POST = handle(syncDirectory, (body) => body, (_asked, { db }) => getDirectoryState(db, directoryTenants()), 202);
