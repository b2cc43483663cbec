// How the directory and the installations of the app stand.
import { read } from "@/app/api/_handle";
import { directoryTenants } from "@/lib/commands/directory-rules";
import { getDirectoryState } from "@/lib/store/directory-view";

export const GET = read(({ db }) => getDirectoryState(db, directoryTenants()));
