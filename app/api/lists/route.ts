// GET: all lists of people, by name. POST: a new one from a CSV file as the body, `?name=…`; answers when it has been read.
import { csvBody } from "@/app/api/_csv-upload";
import { read, receive } from "@/app/api/_handle";
import { listView } from "@/app/api/_list-view";
import { listUploadQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { createAudienceList, uploadList } from "@/lib/commands/upload-list";
import { MAX_LISTS } from "@/lib/domain/audience-list";
import { listLists } from "@/lib/store/audience-lists";

export const GET = read(async ({ db }) => ({ items: (await listLists(db, MAX_LISTS)).map(listView), next: null }));

export const POST = receive(createAudienceList, async ({ db, actor, request, query }) => {
  const upload = { ...parseInput(listUploadQuery, query), bytes: csvBody(request) };
  return Response.json(listView(await uploadList(db, actor, upload)), { status: 201 });
});
