"use client";

// People chosen by name: a search over everybody the bot knows, and the chosen ones as tags that can be dismissed.
import { Combobox, Field, makeStyles, Option, Tag, TagGroup, Text, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { Page, RecipientView } from "@/lib/domain/views";

import { useCompose } from "./compose-context";
import type { ChosenPerson } from "./draft-form";
import { useDebounced } from "./use-debounced";
import { useProblemText } from "./use-problem-text";

const SEARCH_DELAY_MS = 200;
/** More tags than this are no longer read; the rest is a number. */
const SHOWN_TAGS = 60;

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalS, gridTemplateColumns: "minmax(0, 1fr)" },
  combobox: { width: "100%", minWidth: 0 },
  tags: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
  email: { color: tokens.colorNeutralForeground3, marginInlineStart: tokens.spacingHorizontalS },
});

export function PeoplePicker() {
  const { form, change, announce } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const { audience } = form;
  const setPeople = (people: ChosenPerson[]) => change({ type: "set", values: { audience: { ...audience, people } } });
  const add = (person: ChosenPerson) => {
    setPeople([...audience.people, person]);
    announce(t("audience.added", { name: person.name ?? person.id }));
  };
  const remove = (id: string) => setPeople(audience.people.filter((one) => one.id !== id));
  return (
    <div className={styles.stack}>
      <PeopleSearch chosen={audience.people} onChoose={add} />
      <Text size={200}>{t("audience.chosen", { count: audience.people.length })}</Text>
      <ChosenPeople people={audience.people} onRemove={remove} />
    </div>
  );
}

function PeopleSearch({ chosen, onChoose }: { chosen: ChosenPerson[]; onChoose: (person: ChosenPerson) => void }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const problemText = useProblemText();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const asked = useDebounced(query.trim(), SEARCH_DELAY_MS);
  const path = asked ? `/api/recipients?limit=20&q=${encodeURIComponent(asked)}` : null;
  const { data, loading, error } = useLive<Page<RecipientView>>(path, 0);
  const taken = new Set(chosen.map(({ id }) => id));
  const answered = asked && !loading ? (data?.items ?? []) : [];
  const found = answered.filter(({ id, kind }) => kind === "PERSON" && !taken.has(id));
  const choose = (id: string | undefined) => {
    const person = found.find((one) => one.id === id);
    if (person) onChoose({ id: person.id, name: person.displayName });
    setQuery("");
  };
  // The list opens by itself for pasted and dictated text too, not only for pressed keys.
  const search = (text: string) => {
    setQuery(text);
    setOpen(true);
  };
  const empty = error ? problemText(error) : t(waitText(query, asked, loading));
  return (
    <Field label={t("audience.people")} hint={t("audience.peopleHint")}>
      <Combobox
        className={styles.combobox}
        value={query}
        selectedOptions={[]}
        open={open}
        onOpenChange={(_event, data) => setOpen(data.open)}
        onChange={(event) => search(event.target.value)}
        onOptionSelect={(_event, { optionValue }) => choose(optionValue)}
      >
        {found.map(({ id, displayName, email }) => (
          <Option key={id} value={id} text={displayName}>
            <span>{displayName}{email && <span className={styles.email}>{email}</span>}</span>
          </Option>
        ))}
        {found.length === 0 && <Option disabled value="" text={empty}>{empty}</Option>}
      </Combobox>
    </Field>
  );
}

function waitText(query: string, asked: string, loading: boolean): string {
  if (query.trim() === "") return "audience.peopleHint";
  return loading || asked !== query.trim() ? "audience.searching" : "audience.nobody";
}

function ChosenPeople({ people, onRemove }: { people: ChosenPerson[]; onRemove: (id: string) => void }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  useNames(people);
  if (people.length === 0) return null;
  const hidden = people.length - SHOWN_TAGS;
  return (
    <>
      <TagGroup
        className={styles.tags}
        aria-label={t("audience.RECIPIENTS")}
        onDismiss={(_event, { value }) => onRemove(value)}
      >
        {people.slice(0, SHOWN_TAGS).map(({ id, name }) => {
          const shown = name ?? t("audience.unnamed", { id: id.slice(0, 8) });
          return (
            <Tag
              key={id}
              value={id}
              dismissible
              dismissIcon={{ "aria-label": t("audience.removePerson", { name: shown }), role: "img" }}
            >
              {shown}
            </Tag>
          );
        })}
      </TagGroup>
      {hidden > 0 && <Text size={200}>{t("audience.more", { count: hidden })}</Text>}
    </>
  );
}

/** A loaded draft knows its people by id alone; their names are asked for once. */
function useNames(people: ChosenPerson[]) {
  const { change } = useCompose();
  const unknown = people.slice(0, SHOWN_TAGS).filter(({ name }) => name === null).map(({ id }) => id);
  const path = unknown.length > 0 ? `/api/recipients?limit=${SHOWN_TAGS}&ids=${unknown.join(",")}` : null;
  const { data } = useLive<Page<RecipientView>>(path, 0);
  useEffect(() => {
    if (!data) return;
    change({ type: "names", names: new Map(data.items.map(({ id, displayName }) => [id, displayName])) });
  }, [data, change]);
}
