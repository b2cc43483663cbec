// Whether broadcasts may post here.
import { handle, withPathId } from "@/app/api/_handle";
import { allowPosts } from "@/lib/commands/allow-posts";

export const PUT = handle(allowPosts, withPathId, () => undefined);
