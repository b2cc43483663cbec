// Teams the app is installed in.
import { listTeams } from "@/lib/store/teams";

import { read } from "../_handle";

export const GET = read(async ({ db }) => ({ items: await listTeams(db), next: null }));
