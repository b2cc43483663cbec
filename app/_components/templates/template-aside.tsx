"use client";

// Beside a template: the card as an event would fill it, with words one may try, and advice.
import { Caption1, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { LintList } from "@/app/_components/compose/lint-list";
import { previewCard } from "@/app/_components/compose/preview-card";
import { PreviewPanel } from "@/app/_components/compose/preview-panel";
import { Section } from "@/app/_components/compose/section";
import { SizeMeter } from "@/app/_components/compose/size-meter";
import { usePerson } from "@/app/_components/shell-context";
import { type EventVariable, findEventVariables } from "@/lib/domain/event-variables";
import { fillWithSamples } from "@/lib/domain/external-event";
import type { Message } from "@/lib/domain/message";

const useStyles = makeStyles({
  stack: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    rowGap: tokens.spacingVerticalL,
    "@media (min-width: 1101px)": {
      position: "sticky",
      top: "150px",
      maxHeight: "calc(100vh - 166px)",
      overflowY: "auto",
      overscrollBehavior: "contain",
      scrollbarGutter: "stable",
    },
  },
  note: { color: tokens.colorNeutralForeground2 },
});

export function TemplateAside({ message }: { message: Message }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const reader = usePerson().name;
  const [tried, setTried] = useState<Readonly<Record<string, string>>>({});
  const shown = useDeferredValue(message);
  const variables = useMemo(() => findEventVariables(message), [message]);
  const preview = useMemo(() => {
    return previewCard(fillWithSamples(shown, withoutEmpty(tried)), { name: t("field.topic"), mandatory: false }, "ALL", reader);
  }, [shown, tried, reader, t]);
  return (
    <div className={styles.stack} tabIndex={-1}>
      <Section heading={t("section.preview")}>
        <PreviewPanel preview={preview} />
        <SizeMeter sizeBytes={preview.sizeBytes} />
      </Section>
      {message.kind === "NOTIFICATION" && (
        <EventVariables
          variables={variables}
          tried={tried}
          onTry={(name, value) => setTried((before) => ({ ...before, [name]: value }))}
        />
      )}
      <LintList message={message} />
    </div>
  );
}

type VariablesProps = {
  variables: readonly EventVariable[];
  tried: Readonly<Record<string, string>>;
  onTry: (name: string, value: string) => void;
};

function EventVariables({ variables, tried, onTry }: VariablesProps) {
  const t = useTranslations("templates");
  const styles = useStyles();
  return (
    <Section heading={t("variables.heading")}>
      <Caption1 className={styles.note}>{t(variables.length === 0 ? "variables.none" : "variables.about")}</Caption1>
      {variables.map(({ name, required }) => (
        <Field key={name} label={name} hint={t(required ? "variables.required" : "variables.optional")}>
          <Input
            value={tried[name] ?? ""}
            placeholder={t("variables.try")}
            dir="auto"
            onChange={(_, { value }) => onTry(name, value)}
          />
        </Field>
      ))}
    </Section>
  );
}

function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}
