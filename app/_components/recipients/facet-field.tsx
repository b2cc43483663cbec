"use client";

// A department or a country: chosen from those there are, or typed as a whole and confirmed with Enter. Only a handful is
// listed at a time, since typing a letter is quicker than reading five hundred.
import { Combobox, Field, Option } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { UrlState } from "@/app/_components/use-url-state";

const SHOWN = 50;

type Props = { url: UrlState; name: "department" | "country"; values: readonly string[] };

export function FacetField({ url, name, values }: Props) {
  const t = useTranslations("recipients");
  const chosen = url.get(name);
  const [typed, setTyped] = useState<string>();
  const text = typed ?? chosen;
  const part = (typed ?? "").trim().toLowerCase();
  const fitting = values.filter((value) => value.toLowerCase().includes(part));
  const choose = (value: string) => {
    setTyped(undefined);
    if (value !== chosen) url.set({ [name]: value === "" ? null : value });
  };
  return (
    <Field label={t(`filter.${name}`)}>
      <Combobox
        freeform
        clearable
        style={{ minWidth: 0 }}
        placeholder={t("filter.typed")}
        value={text}
        selectedOptions={chosen === "" ? [] : [chosen]}
        onChange={(event) => setTyped(event.target.value)}
        onOptionSelect={(_, { optionValue }) => choose(optionValue ?? "")}
        onBlur={() => typed !== undefined && choose(typed.trim())}
      >
        {fitting.slice(0, SHOWN).map((value) => <Option key={value} value={value}>{value}</Option>)}
      </Combobox>
    </Field>
  );
}
