"use client";

// People by what the directory knows of them: values of several attributes, of which one each must match, and whether they
// have the app.
import { Combobox, Field, makeStyles, Option, Select, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import { FILTER_ATTRIBUTES, type FilterAttribute } from "@/lib/domain/audience";
import { valueWords } from "@/lib/texts/value-words";

import { useAudience } from "./audience-context";
import type { PartDraft } from "./audience-draft";
import { Chips } from "./chosen-list";

type Facets = { departments: string[]; countries: string[]; languages: string[]; jobTitles: string[] };

const SOURCE = {
  department: "departments", country: "countries", language: "languages", jobTitle: "jobTitles",
} as const satisfies Record<FilterAttribute, keyof Facets>;
const SHOWN = 50;

const useStyles = makeStyles({
  grid: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(200px, 100%), 1fr))",
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    alignItems: "start",
  },
  field: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalXS },
});

export function FilterEditor({ part }: { part: PartDraft }) {
  const { change } = useAudience();
  const t = useTranslations("audiences");
  const styles = useStyles();
  const { data } = useLive<Facets>("/api/recipients/facets", 0);
  const { hasApp } = part.filter;
  const chooseApp = (value: string) => {
    change({ type: "filter", key: part.key, values: { hasApp: value === "" ? null : value === "true" } });
  };
  return (
    <div className={styles.grid}>
      {FILTER_ATTRIBUTES.map((attribute) => (
        <ValuesField
          key={attribute}
          attribute={attribute}
          known={data?.[SOURCE[attribute]] ?? []}
          chosen={part.filter[attribute]}
          onChange={(values) => change({ type: "filter", key: part.key, values: { [attribute]: values } })}
        />
      ))}
      <Field label={t("filter.hasApp")}>
        <Select value={hasApp === null ? "" : String(hasApp)} onChange={(_event, { value }) => chooseApp(value)}>
          <option value="">{t("filter.any")}</option>
          <option value="true">{t("filter.withApp")}</option>
          <option value="false">{t("filter.withoutApp")}</option>
        </Select>
      </Field>
    </div>
  );
}

type ValuesProps = {
  attribute: FilterAttribute;
  known: readonly string[];
  chosen: readonly string[];
  onChange: (values: string[]) => void;
};

/** Chosen from those there are, or typed and confirmed with Enter. */
function ValuesField({ attribute, known, chosen, onChange }: ValuesProps) {
  const { announce } = useAudience();
  const t = useTranslations("audiences");
  const styles = useStyles();
  const wordsOf = useValueWords(attribute);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const part = typed.trim().toLowerCase();
  const has = (value: string) => chosen.some((one) => one.toLowerCase() === value.toLowerCase());
  const fitting = known.filter((value) => !has(value) && wordsOf(value).toLowerCase().includes(part)).slice(0, SHOWN);
  // The list opens by itself for pasted and dictated text too, not only for pressed keys.
  const type = (text: string) => {
    setTyped(text);
    setOpen(true);
  };
  const add = (value: string) => {
    setTyped("");
    if (value === "" || has(value)) return;
    onChange([...chosen, value]);
    announce(t("pick.added", { name: wordsOf(value) }));
  };
  return (
    <div className={styles.field}>
      <Field label={t(`filter.${attribute}`)}>
        <Combobox
          freeform
          style={{ minWidth: 0 }}
          positioning="below-start"
          placeholder={t("filter.typed")}
          value={typed}
          selectedOptions={[]}
          open={open}
          onOpenChange={(_event, data) => setOpen(data.open)}
          onChange={(event) => type(event.target.value)}
          onOptionSelect={(_event, { optionValue }) => add((optionValue ?? typed).trim())}
          onBlur={() => add(typed.trim())}
        >
          {fitting.map((value) => <Option key={value} value={value} text={wordsOf(value)}>{wordsOf(value)}</Option>)}
        </Combobox>
      </Field>
      <Chips
        label={t(`filter.${attribute}`)}
        items={chosen.map((value) => ({ id: value, name: wordsOf(value) }))}
        onRemove={(id) => onChange(chosen.filter((value) => value !== id))}
      />
    </div>
  );
}

/** `de` reads "German (de)"; other values are their own words. */
export function useValueWords(attribute: FilterAttribute): (value: string) => string {
  return valueWords(useLocale(), attribute);
}
