"use client";

// People chosen by name: a search over everybody the bot knows, and the chosen ones below it.
import { Combobox, Field, makeStyles, Option, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { Page, RecipientView } from "@/lib/domain/views";

import { ChosenPeople } from "./chosen-people";
import { useCompose } from "./compose-context";
import type { ChosenPerson } from "./draft-form";
import { useDebounced } from "./use-debounced";
import { useProblemText } from "./use-problem-text";

const SEARCH_DELAY_MS = 200;
/** A longer list covers the page and is read no better than another letter is typed. */
const FOUND = 8;

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalS, gridTemplateColumns: "minmax(0, 1fr)" },
  combobox: { width: "100%", minWidth: 0 },
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
  const path = asked ? `/api/recipients?limit=${FOUND}&q=${encodeURIComponent(asked)}` : null;
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
        positioning="below-start"
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
