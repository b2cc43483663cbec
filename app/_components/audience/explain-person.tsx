"use client";

// "Why is this person not included?": one person is asked for by name, and the server says which parts of the audience name
// them, what takes them away again, and what else would keep the message from them.
import { makeStyles, MessageBar, MessageBarBody, Text, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { apiSend, ProblemError } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import type { Audience } from "@/lib/domain/audience";
import type { MissingPolicy } from "@/lib/domain/broadcast";
import type { ExplainedPart, Explanation } from "@/lib/domain/explanation";
import { explainReason } from "@/lib/texts/explain-reason";
import type { Locale } from "@/lib/texts/texts";

import type { Chosen } from "./audience-draft";
import { PickSearch } from "./search-picker";

export type ExplainQuestion = { audience: Audience; topic: string | null; onMissing: MissingPolicy };

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalS },
  line: { display: "block" },
});

export function ExplainPerson({ question }: { question: ExplainQuestion }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const [person, setPerson] = useState<Chosen>();
  return (
    <div className={styles.stack}>
      <PickSearch
        kind="RECIPIENTS"
        label={t("estimate.why.title")}
        hint={t("estimate.why.hint")}
        taken={[]}
        onChoose={setPerson}
      />
      {person && <Answer key={person.id} question={question} personId={person.id} />}
    </div>
  );
}

function Answer({ question, personId }: { question: ExplainQuestion; personId: string }) {
  const [answer, setAnswer] = useState<Explanation>();
  const [error, setError] = useState<ProblemError>();
  const { audience, topic, onMissing } = question;
  const body = JSON.stringify({ audience, ...(topic ? { topic } : {}), onMissing, person: personId });
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      try {
        const options = { body: JSON.parse(body) as unknown, signal: abort.signal };
        setAnswer(await apiSend<Explanation>("POST", "/api/audiences/explain", options));
        setError(undefined);
      } catch (refusal) {
        if (abort.signal.aborted) return;
        if (!(refusal instanceof ProblemError)) throw refusal;
        setError(refusal);
      }
    };
    void ask();
    return () => abort.abort();
  }, [body]);
  if (error) return <ProblemBar error={error} />;
  return answer ? <Words answer={answer} /> : null;
}

function Words({ answer: { name, outcome, reason, parts } }: { answer: Explanation }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const locale = useLocale() as Locale;
  const partWords = usePartWords();
  const why = reason === null ? undefined : explainReason(locale, "SKIPPED", reason);
  const naming = parts.filter((part) => part.names && !part.excludes);
  const taking = parts.filter((part) => part.names && part.excludes);
  const gets = outcome === "GETS" || outcome === "AFTER_INSTALL";
  return (
    <MessageBar intent={gets ? "success" : "info"} layout="multiline" role="status">
      <MessageBarBody>
        <Text weight="semibold" className={styles.line}>{t(`estimate.why.${outcome}`, { name, reason: why?.title ?? "" })}</Text>
        {outcome === "SKIPPED" && <Text className={styles.line}>{why?.remedy}</Text>}
        {naming.length > 0 && <Text className={styles.line}>{t("estimate.why.named", { parts: partWords(naming) })}</Text>}
        {taking.length > 0 && <Text className={styles.line}>{t("estimate.why.away", { parts: partWords(taking) })}</Text>}
      </MessageBarBody>
    </MessageBar>
  );
}

function usePartWords(): (parts: readonly ExplainedPart[]) => string {
  const t = useTranslations("compose");
  const a = useTranslations("audiences");
  return (parts) => parts
    .map(({ kind, through }) => {
      const words = a(`kind.${kind}`);
      return through.length > 0 ? t("estimate.why.part", { kind: words, through: through.join(", ") }) : words;
    })
    .join("; ");
}
