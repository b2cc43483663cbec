// Teams the app is installed in.
import { read } from "@/app/api/_handle";
import { listTeams } from "@/lib/store/teams";

export const GET = read(async ({ db }) => ({ items: await listTeams(db), next: null }));
