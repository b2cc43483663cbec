"use client";

// Things chosen by name: a search on the server, and the chosen ones below it.
import { Combobox, Field, makeStyles, Option, Text, tokens } from "@fluentui/react-components";
import { SearchRegular } from "@fluentui/react-icons/svg/search";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useDebounced } from "@/app/_components/compose/use-debounced";
import { useProblemText } from "@/app/_components/compose/use-problem-text";
import { useLive } from "@/app/_components/use-live";
import type { Page } from "@/lib/domain/views";

import { useAudience } from "./audience-context";
import type { Chosen, PartDraft, PickedKind } from "./audience-draft";
import { ChosenGroups } from "./chosen-groups";
import { ChosenList } from "./chosen-list";
import { EntraLookWords } from "./entra-look-words";
import { type FoundItem, isNamedBy, optionsOf, type PickOption, searchPath } from "./pick-source";
import { useEntraLook } from "./use-entra-look";

const SEARCH_DELAY_MS = 200;
/** No id looks like this. */
const LOOK = "look-in-entra";

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalS, gridTemplateColumns: "minmax(0, 1fr)" },
  combobox: { width: "100%", minWidth: 0 },
  detail: { color: tokens.colorNeutralForeground3, marginInlineStart: tokens.spacingHorizontalS, overflowWrap: "anywhere" },
  // Not to be chosen, and yet to be read.
  words: { color: tokens.colorNeutralForeground3 },
});

export function SearchPicker({ part, kind }: { part: PartDraft; kind: PickedKind }) {
  const { change, announce } = useAudience();
  const t = useTranslations("audiences");
  const styles = useStyles();
  const chosen = part.picked[kind];
  const add = (item: Chosen) => {
    change({ type: "pick", key: part.key, kind, item });
    announce(t("pick.added", { name: item.name ?? item.id }));
  };
  const remove = (id: string) => change({ type: "unpick", key: part.key, kind, id });
  return (
    <div className={styles.stack}>
      <PickSearch key={kind} kind={kind} label={t(`pick.${kind}.find`)} taken={chosen.map(({ id }) => id)} onChoose={add} />
      <Text size={200}>{t(`pick.${kind}.chosen`, { count: chosen.length })}</Text>
      {kind === "ENTRA_GROUP" ? (
        <ChosenGroups chosen={chosen} onRemove={remove} />
      ) : (
        <ChosenList kind={kind} chosen={chosen} onRemove={remove} />
      )}
    </div>
  );
}

type SearchProps = { kind: PickedKind; label: string; hint?: string; taken: string[]; onChoose: (item: Chosen) => void };

export function PickSearch({ kind, label, hint, taken, onChoose }: SearchProps) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const problemText = useProblemText();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const asked = useDebounced(query.trim(), SEARCH_DELAY_MS);
  const path = searchPath(kind, asked);
  const { data, loading, error, refresh } = useLive<Page<FoundItem>>(open || asked !== "" ? path : null, 0);
  const look = useEntraLook(refresh);
  const answered = path !== null && data ? optionsOf(kind, data.items, asked) : [];
  // What the last search found, and these words name as well, stays where the pointer may be while the next one is asked.
  const found = answered.filter((option) => !taken.includes(option.id) && (!loading || isNamedBy(option, query)));
  const nameOf = (option: PickOption) => (option.name === "" ? t("pick.unnamed", { id: option.id.slice(0, 8) }) : option.name);
  const choose = (id: string | undefined) => {
    // The list closes, and what was typed stays: the answer comes below the field.
    if (id === LOOK) return look.start(query.trim());
    const option = found.find((one) => one.id === id);
    if (option) onChoose({ id: option.id, name: nameOf(option) });
    setQuery("");
  };
  // The list opens by itself for pasted and dictated text too, not only for pressed keys.
  const search = (text: string) => {
    setQuery(text);
    setOpen(true);
  };
  const isWaiting = path !== null && (loading || !data || asked !== query.trim());
  const nothing = path === null ? t(`pick.${kind}.hint`) : isWaiting ? t("pick.searching") : t(`pick.${kind}.none`);
  const offersLook = kind === "ENTRA_GROUP" && !isWaiting && look.offers(query.trim(), answered.length);
  const lookWords = t("pick.entra.look", { words: query.trim() });
  const empty = error ? problemText(error) : nothing;
  const hasMore = !isWaiting && !error && (data?.next ?? null) !== null;
  return (
    <>
      <Field label={label} hint={hint ?? t(`pick.${kind}.hint`)}>
        <Combobox
          className={styles.combobox}
          positioning="below-start"
          value={query}
          selectedOptions={[]}
          open={open}
          onOpenChange={(_event, data) => setOpen(data.open)}
          onChange={(event) => search(event.target.value)}
          onOptionSelect={(_event, { optionValue }) => choose(optionValue)}
        >
          {found.map((option) => (
            <Option key={option.id} value={option.id} text={nameOf(option)}>
              <span dir="auto">{nameOf(option)}<Detail option={option} /></span>
            </Option>
          ))}
          {found.length === 0 && !hasMore && <Option disabled className={styles.words} value="" text={empty}>{empty}</Option>}
          {hasMore && <Option disabled className={styles.words} value="" text={t("pick.typeMore")}>{t("pick.typeMore")}</Option>}
          {offersLook && <Option value={LOOK} text={lookWords}><SearchRegular aria-hidden /> {lookWords}</Option>}
        </Combobox>
      </Field>
      {kind === "ENTRA_GROUP" && <EntraLookWords look={look} found={isWaiting ? null : answered.length} />}
    </>
  );
}

function Detail({ option: { detail, members, shut } }: { option: PickOption }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const words = [
    detail,
    members === undefined ? undefined : t("pick.members", { count: members }),
    shut ? t("pick.shut") : undefined,
  ].filter((word) => word !== undefined);
  return words.length > 0 && <span className={styles.detail}>{words.join(" · ")}</span>;
}
