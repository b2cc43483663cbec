"use client";

// The right column: the card as it will look, what is missing, and advice. The card follows the typing a little behind,
// so that drawing it never holds up the keyboard.
import { makeStyles, tokens } from "@fluentui/react-components";
import { useDeferredValue, useMemo } from "react";
import { useTranslations } from "use-intl";

import { audienceOf } from "@/app/_components/audience/audience-draft";
import { PlacesNote } from "@/app/_components/audience/places-note";
import { usePerson } from "@/app/_components/shell-context";
import { reasonKindOf } from "@/lib/domain/audience";

import { Checklist } from "./checklist";
import { useCompose } from "./compose-context";
import { messageOf } from "./draft-form";
import { LintList } from "./lint-list";
import type { Check } from "./list-checks";
import { previewCard } from "./preview-card";
import { PreviewPanel } from "./preview-panel";
import { Section } from "./section";
import { SizeMeter } from "./size-meter";

const useStyles = makeStyles({
  stack: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    rowGap: tokens.spacingVerticalL,
    // On a wide screen the column scrolls by itself, so that the card stays beside the field one is writing in.
    "@media (min-width: 1101px)": {
      position: "sticky",
      top: "150px",
      maxHeight: "calc(100vh - 166px)",
      overflowY: "auto",
      overscrollBehavior: "contain",
      scrollbarGutter: "stable",
    },
  },
});

export function ComposeAside({ checks }: { checks: readonly Check[] }) {
  const { form, standing, topics } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const reader = usePerson().name;
  const shown = useDeferredValue(form);
  const message = useMemo(() => messageOf(shown), [shown]);
  const preview = useMemo(() => {
    const topic = topics.find(({ key }) => key === shown.topic) ?? { name: t("field.topic"), mandatory: false };
    const audience = audienceOf(shown.audience);
    const reason = standing || (audience ? reasonKindOf(audience) : "ALL");
    return previewCard(message, topic, reason, reader);
  }, [message, shown, topics, standing, reader, t]);
  return (
    <div className={styles.stack} tabIndex={-1}>
      <Section heading={t("section.preview")}>
        <PreviewPanel preview={preview} />
        {!standing && <PlacesNote draft={shown.audience} />}
        <SizeMeter sizeBytes={preview.sizeBytes} />
      </Section>
      <Checklist checks={checks} />
      <LintList message={message} />
    </div>
  );
}
