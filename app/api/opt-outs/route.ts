// What people have opted out of; an admin may write down or take back what somebody asked for by other means.
import { handle, read } from "@/app/api/_handle";
import { optOutKeyQuery, optOutsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { optIn } from "@/lib/commands/opt-in";
import { optOut } from "@/lib/commands/opt-out";
import { listAllOptOuts } from "@/lib/store/opt-outs";

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listAllOptOuts(db, parseInput(optOutsQuery, query));
  return { items: items.map((item) => ({ ...item, at: item.at.toISOString() })), next };
});

export const POST = handle(optOut, (body) => ({ topicId: null, ...body }), (result) => result, 201);

export const DELETE = handle(
  optIn,
  (_body, { query }) => {
    const { recipientId, topicId = null } = parseInput(optOutKeyQuery, query);
    return { recipientId, topicId };
  },
  () => undefined,
);
