// Who is signed in, or which key asks.
import { read } from "@/app/api/_handle";

export const GET = read(({ actor }) => actor);
