// An audience in words where there is no page to put it on: its parts by name where they have one, joined by "and also" and
// "but not". The console draws the same words (app/_components/audience/audience-words.tsx).
import { type Audience, FILTER_ATTRIBUTES, SHOWN_PART_NAMES } from "@/lib/domain/audience";

import { type Locale, texts } from "./texts";
import { valueWords } from "./value-words";

type Names = ReadonlyMap<string, string>;
type NamedKind = "TEAM_MEMBERS" | "ENTRA_GROUP" | "CHANNEL" | "GROUP_CHAT";

export function audienceText(locale: Locale, audience: Audience, names: Names): string {
  const t = texts(locale);
  const inner = (part: Audience, isOpen = false): string => {
    const isWhole = part.kind === "UNION" || part.kind === "EXCEPT";
    const words = audienceText(locale, part, names);
    return isWhole && !isOpen ? `(${words})` : words;
  };
  switch (audience.kind) {
    case "ALL":
      return t("audiences.words.ALL");
    case "TEAM_MEMBERS":
      return namesText(locale, audience.kind, audience.teamIds, names);
    case "ENTRA_GROUP":
      return namesText(locale, audience.kind, audience.groupIds, names);
    case "CHANNEL":
    case "GROUP_CHAT":
      return namesText(locale, audience.kind, audience.recipientIds, names);
    case "RECIPIENTS":
      return t("audiences.words.RECIPIENTS", { count: audience.recipientIds.length });
    case "CSV":
      return t("audiences.words.CSV", { name: names.get(audience.listId) ?? "…" });
    case "FILTER":
      return filterText(locale, audience);
    case "UNION":
      return audience.of.map((part) => inner(part)).join(` ${t("audiences.words.and")} `);
    case "EXCEPT":
      return `${inner(audience.of, audience.of.kind === "UNION")} ${t("audiences.words.except")} ${inner(audience.without)}`;
  }
}

function namesText(locale: Locale, kind: NamedKind, ids: readonly string[], names: Names): string {
  const known = ids.slice(0, SHOWN_PART_NAMES).flatMap((id) => names.get(id) ?? []).join(", ");
  const more = known !== "" && ids.length > SHOWN_PART_NAMES ? " …" : "";
  return texts(locale)(`audiences.words.${kind}`, { count: ids.length, names: known + more });
}

function filterText(locale: Locale, filter: Extract<Audience, { kind: "FILTER" }>): string {
  const t = texts(locale);
  const list = new Intl.ListFormat(locale, { type: "disjunction" });
  const given = FILTER_ATTRIBUTES.flatMap((attribute) => {
    const values = filter[attribute];
    if (values === undefined) return [];
    const wordsOf = valueWords(locale, attribute);
    return [t("audiences.words.values", { name: t(`audiences.filter.${attribute}`), values: list.format(values.map(wordsOf)) })];
  });
  const app = filter.hasApp === undefined ? [] : [t(filter.hasApp ? "audiences.words.withApp" : "audiences.words.withoutApp")];
  return `${t("audiences.words.FILTER")} ${[...given, ...app].join(", ")}`;
}
