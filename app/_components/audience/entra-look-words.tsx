"use client";

// What a look at Microsoft Entra is at, below the field, and spoken: it was begun from a list that has closed since.
import { makeStyles, Spinner, Text } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { useProblemWords } from "@/app/_components/directory/problem-words";

import type { EntraLook } from "./use-entra-look";

const useStyles = makeStyles({ words: { display: "flex", columnGap: "8px", alignItems: "center", overflowWrap: "anywhere" } });

/** `found`: how many groups of that name are known now; null while that is being asked. */
export function EntraLookWords({ look: { status, words, problem }, found }: { look: EntraLook; found: number | null }) {
  const t = useTranslations("audiences.pick.entra");
  const styles = useStyles();
  const { title, remedy } = useProblemWords(problem ?? "OTHER");
  const text =
    status === "NONE" ? null
    : status === "LOOKING" || (status === "DONE" && found === null) ? t("looking", { words: words ?? "" })
    : status === "DONE" ? t("found", { words: words ?? "", count: found ?? 0 })
    : status === "REFUSED" ? t("refused")
    : `${t("failed")} ${title}. ${remedy}`;
  return (
    <Text size={200} role="status" className={styles.words}>
      {status === "LOOKING" && <Spinner size="extra-tiny" aria-hidden />}
      {text}
    </Text>
  );
}
