"use client";

// What a key may do of what its role may: everything, or what is ticked.
import { Checkbox, Field, makeStyles, Radio, RadioGroup } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { type Scope, SCOPES } from "@/lib/domain/api-key";

const useStyles = makeStyles({
  scopes: {
    display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(210px, 1fr))", border: "none", margin: 0, padding: 0,
  },
});

export type ScopeChoice = { every: boolean; scopes: readonly Scope[] };
type Props = { choice: ScopeChoice; fault: string | undefined; onChange: (choice: ScopeChoice) => void };

export function ScopePicker({ choice: { every, scopes }, fault, onChange }: Props) {
  const styles = useStyles();
  const t = useTranslations("keys.scopes");
  const tick = (scope: Scope, on: boolean) => {
    onChange({ every, scopes: SCOPES.filter((one) => (one === scope ? on : scopes.includes(one))) });
  };
  return (
    <>
      <Field
        label={t("label")}
        hint={t("hint")}
        validationState={fault === undefined ? "none" : "error"}
        validationMessage={fault ?? null}
      >
        <RadioGroup
          value={every ? "every" : "chosen"}
          onChange={(_, { value }) => onChange({ every: value === "every", scopes })}
        >
          <Radio value="chosen" label={t("chosen")} />
          <Radio value="every" label={t("every")} />
        </RadioGroup>
      </Field>
      {!every && (
        <fieldset className={styles.scopes} aria-label={t("chosen")}>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              label={scope}
              checked={scopes.includes(scope)}
              onChange={(_, { checked }) => tick(scope, checked === true)}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
