"use client";

// The filters beside the search: a button with their number, and below it a field for each. Every choice is a part of the
// address at once.
import { Button, Field, makeStyles, Select, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { FilterRegular } from "@fluentui/react-icons/svg/filter";
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { UrlState } from "@/app/_components/use-url-state";
import { ACCOUNTS } from "@/lib/domain/directory";

import { FacetField } from "./facet-field";
import { FILTERS, SHOWN_KINDS } from "./recipient-filter";
import { TeamField } from "./team-field";

const useStyles = makeStyles({
  panel: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(200px, 1fr))",
    gap: "12px",
    width: "100%",
    padding: "12px 16px 16px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

type Choices = readonly { value: string; word: string }[];

export function RecipientFilters({ url }: { url: UrlState }) {
  const t = useTranslations("recipients");
  const count = FILTERS.filter((name) => url.get(name) !== "").length;
  const [open, setOpen] = useState(count > 0);
  const panel = useId();
  const clear = () => url.set(Object.fromEntries(FILTERS.map((name) => [name, null])));
  return (
    <>
      <Button
        icon={<FilterRegular />}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
      >
        {t("filter.show", { count })}
      </Button>
      {count > 0 && (
        <Button appearance="subtle" icon={<DismissRegular />} onClick={clear}>{t("filter.clear")}</Button>
      )}
      {open && <FilterPanel id={panel} url={url} />}
    </>
  );
}

function FilterPanel({ id, url }: { id: string; url: UrlState }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const status = useTranslations("status");
  const facets = useLive<{ departments: string[]; countries: string[] }>("/api/recipients/facets", 0).data;
  const yesNo = [{ value: "true", word: t("filter.yes") }, { value: "false", word: t("filter.no") }];
  const kinds = SHOWN_KINDS.filter((kind) => kind !== "PERSON").map((value) => ({ value, word: t(`filter.kinds.${value}`) }));
  return (
    <div id={id} role="group" aria-label={t("filter.group")} className={styles.panel}>
      <ChoiceField url={url} name="kind" any={t("filter.kinds.PERSON")} choices={kinds} />
      <ChoiceField url={url} name="account" choices={ACCOUNTS.map((value) => ({ value, word: status(`account.${value}`) }))} />
      <FacetField url={url} name="department" values={facets?.departments ?? []} />
      <FacetField url={url} name="country" values={facets?.countries ?? []} />
      <TeamField url={url} />
      <ChoiceField url={url} name="hasApp" choices={yesNo} />
      <ChoiceField url={url} name="optedOut" choices={yesNo} />
    </div>
  );
}

type ChoiceProps = { url: UrlState; name: (typeof FILTERS)[number]; choices: Choices; any?: string };

function ChoiceField({ url, name, choices, any }: ChoiceProps): ReactNode {
  const t = useTranslations("recipients");
  return (
    <Field label={t(`filter.${name}`)}>
      <Select value={url.get(name)} onChange={(_, { value }) => url.set({ [name]: value === "" ? null : value })}>
        <option value="">{any ?? t("filter.any")}</option>
        {choices.map(({ value, word }) => <option key={value} value={value}>{word}</option>)}
      </Select>
    </Field>
  );
}
