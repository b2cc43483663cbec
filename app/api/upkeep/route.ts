// For how long what is kept, and what the nightly jobs did and found.
import { read } from "@/app/api/_handle";
import { viewUpkeep } from "@/app/api/_upkeep-view";

export const GET = read(({ db }) => viewUpkeep(db), ["admin"]);
