"use client";

// Why an event was refused: the sentences its sender got, a few at once and the rest when asked for.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ServerWords } from "@/app/_components/server-words";
import type { EventView } from "@/lib/domain/views";

const FEW = 3;

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: "18px" },
  path: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

export function EventRefusal({ refusal: { detail, issues } }: { refusal: NonNullable<EventView["refusal"]> }) {
  const styles = useStyles();
  const t = useTranslations("events");
  const [all, setAll] = useState(false);
  // One reason is often the sentence itself.
  const listed = issues.filter(({ message }) => message !== detail);
  const shown = all ? listed : listed.slice(0, FEW);
  return (
    <>
      <Text size={200}><ServerWords>{detail}</ServerWords></Text>
      {shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map(({ path, message }) => (
            <li key={path}>
              <Text size={200}>
                <span className={styles.path}>{path}</span>{": "}<ServerWords>{message}</ServerWords>
              </Text>
            </li>
          ))}
        </ul>
      )}
      {shown.length < listed.length && (
        <Button size="small" appearance="subtle" onClick={() => setAll(true)}>
          {t("moreReasons", { count: listed.length - shown.length })}
        </Button>
      )}
    </>
  );
}
