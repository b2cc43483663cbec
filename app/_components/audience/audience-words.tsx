"use client";

// An audience in words, which cards say as well (lib/texts/audience-text.ts): its parts by name where they have one, joined by
// "and also" and "but not".
import { useFormatter, useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import { type Audience, FILTER_ATTRIBUTES, type FilterAttribute, SHOWN_PART_NAMES } from "@/lib/domain/audience";
import type { ListView } from "@/lib/domain/views";

import type { PickedKind } from "./audience-draft";
import { useValueWords } from "./filter-editor";
import { namesOf, namesPath } from "./pick-source";

export function AudienceWords({ audience }: { audience: Audience }) {
  const t = useTranslations("audiences");
  switch (audience.kind) {
    case "ALL":
      return t("words.ALL");
    case "TEAM_MEMBERS":
      return <Names kind={audience.kind} ids={audience.teamIds} />;
    case "ENTRA_GROUP":
      return <Names kind={audience.kind} ids={audience.groupIds} />;
    case "CHANNEL":
    case "GROUP_CHAT":
      return <Names kind={audience.kind} ids={audience.recipientIds} />;
    case "RECIPIENTS":
      return t("words.RECIPIENTS", { count: audience.recipientIds.length });
    case "CSV":
      return <ListName id={audience.listId} />;
    case "FILTER":
      return <FilterWords filter={audience} />;
    case "UNION":
      return audience.of.map((part, index) => (
        <span key={index}>{index > 0 && ` ${t("words.and")} `}<InnerWords audience={part} /></span>
      ));
    case "EXCEPT":
      return (
        <>
          <InnerWords audience={audience.of} isOpen={audience.of.kind === "UNION"} /> {t("words.except")}{" "}
          <InnerWords audience={audience.without} />
        </>
      );
  }
}

/** What is made of parts itself stands in brackets, unless it cannot be misread. */
function InnerWords({ audience, isOpen = false }: { audience: Audience; isOpen?: boolean }) {
  const isWhole = audience.kind === "UNION" || audience.kind === "EXCEPT";
  const words = <AudienceWords audience={audience} />;
  return isWhole && !isOpen ? <>({words})</> : words;
}

function Names({ kind, ids }: { kind: Exclude<PickedKind, "RECIPIENTS">; ids: readonly string[] }) {
  const t = useTranslations("audiences");
  const asked = ids.slice(0, SHOWN_PART_NAMES);
  const { data } = useLive<{ items: { id: string; name?: string; displayName?: string }[] }>(namesPath(kind, asked), 0);
  const known = namesOf(data?.items ?? []);
  const names = asked.map((id) => known.get(id)).filter((name) => name !== undefined && name !== "").join(", ");
  return t(`words.${kind}`, { count: ids.length, names: names + (names !== "" && ids.length > SHOWN_PART_NAMES ? " …" : "") });
}

function ListName({ id }: { id: string }) {
  const t = useTranslations("audiences");
  const { data } = useLive<ListView>(`/api/lists/${id}`, 0);
  return t("words.CSV", { name: data?.name ?? "…" });
}

function FilterWords({ filter }: { filter: Extract<Audience, { kind: "FILTER" }> }) {
  const t = useTranslations("audiences");
  const { hasApp } = filter;
  const given = FILTER_ATTRIBUTES.filter((attribute) => filter[attribute] !== undefined);
  return (
    <>
      {t("words.FILTER")}{" "}
      {given.map((attribute, index) => (
        <span key={attribute}>{index > 0 && ", "}<ValueWords attribute={attribute} values={filter[attribute] ?? []} /></span>
      ))}
      {hasApp !== undefined && `${given.length > 0 ? ", " : ""}${t(hasApp ? "words.withApp" : "words.withoutApp")}`}
    </>
  );
}

function ValueWords({ attribute, values }: { attribute: FilterAttribute; values: readonly string[] }) {
  const t = useTranslations("audiences");
  const format = useFormatter();
  const wordsOf = useValueWords(attribute);
  return t("words.values", { name: t(`filter.${attribute}`), values: format.list(values.map(wordsOf), { type: "disjunction" }) });
}
