// One topic: read, change, delete while nothing uses it.
import { handle, handleChange, idOf, read } from "@/app/api/_handle";
import { changeTopic } from "@/lib/commands/change-topic";
import { deleteTopic } from "@/lib/commands/delete-topic";
import { getTopicUseOrThrow } from "@/lib/commands/topic-rules";

export const GET = read((call) => getTopicUseOrThrow(call.db, idOf(call)));

export const PATCH = handleChange(
  changeTopic,
  (call) => ({ id: idOf(call) }),
  ({ id }, { db }) => getTopicUseOrThrow(db, id),
);

export const DELETE = handle(deleteTopic, (_body, call) => ({ id: idOf(call) }), () => undefined);
