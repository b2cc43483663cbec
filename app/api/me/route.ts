// Who is signed in, or which key asks.
import { read } from "../_handle";

export const GET = read(({ actor }) => actor);
