// A list of people as the API shows it.
import type { ListView } from "@/lib/domain/views";
import type { AudienceList } from "@/lib/store/audience-lists";

export function listView({ createdAt, ...list }: AudienceList): ListView {
  return { ...list, createdAt: createdAt.toISOString() };
}
