// The operations about audiences and lists of people; see _openapi-routes.ts.
import { deleteList } from "@/lib/commands/delete-list";
import { createAudienceList } from "@/lib/commands/upload-list";
import { ROLES } from "@/lib/domain/role";

import { get, type Operation, write } from "./_openapi-operation";
import { listFlawsQuery, listUploadQuery } from "./_query";

export const AUDIENCE_OPERATIONS: readonly Operation[] = [
  {
    method: "POST", path: "/api/audiences/estimate",
    summary: "Who would get a message, who would not and why; `sample` is empty without recipients:read.",
    access: ROLES, body: "EstimateInput", answer: "Estimate",
  },
  {
    method: "POST", path: "/api/audiences/explain", summary: "Why one person would get a message, or would not.",
    access: ROLES, body: "ExplainInput", answer: "Explanation",
  },
  get("/api/lists", "All lists of people from files, by name.", "ListPage"),
  write("POST", "/api/lists", createAudienceList, "A new list from a CSV file; answers when it has been read.", {
    takes: "text/csv", query: listUploadQuery, answer: "List", status: 201,
  }),
  get("/api/lists/{id}", "One list, also how far its file has been read.", "List"),
  write("DELETE", "/api/lists/{id}", deleteList, "Deletes a list that nothing uses."),
  get("/api/lists/{id}/flaws", "The lines of its file that name nobody, by number, or all of them as CSV.", "ListFlawPage", {
    query: listFlawsQuery, alsoAs: "text/csv",
  }),
];
