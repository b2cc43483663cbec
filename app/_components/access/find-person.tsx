"use client";

// Finds somebody by name among the people Herald knows from the directory or the bot.
import { Combobox, Field, makeStyles, Option, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useDebounced } from "@/app/_components/compose/use-debounced";
import { useLive } from "@/app/_components/use-live";
import type { Page, RecipientView } from "@/lib/domain/views";

const SEARCH_DELAY_MS = 200;
const FOUND = 8;

const useStyles = makeStyles({
  combobox: { width: "100%", minWidth: 0 },
  email: { color: tokens.colorNeutralForeground3, marginInlineStart: tokens.spacingHorizontalS },
});

export function FindPerson({ onChoose }: { onChoose: (person: Pick<RecipientView, "displayName" | "objectId">) => void }) {
  const styles = useStyles();
  const t = useTranslations("access");
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const asked = useDebounced(query.trim(), SEARCH_DELAY_MS);
  const path = asked ? `/api/recipients?limit=${FOUND}&q=${encodeURIComponent(asked)}` : null;
  const { data, loading } = useLive<Page<RecipientView>>(path, 0);
  const found = asked && !loading ? (data?.items ?? []).filter(({ userType }) => userType === "MEMBER") : [];
  const choose = (id: string | undefined) => {
    const person = found.find((one) => one.id === id);
    if (!person) return;
    onChoose(person);
    setQuery(person.displayName);
  };
  const empty = asked && !loading ? t("add.nobody") : t("add.findHint");
  return (
    <Field label={t("add.find")} hint={t("add.findHint")}>
      <Combobox
        className={styles.combobox}
        positioning="below-start"
        value={query}
        selectedOptions={[]}
        open={open}
        onOpenChange={(_event, state) => setOpen(state.open)}
        onChange={(event) => {
          setQuery(event.target.value);
          setOpen(true);
        }}
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
