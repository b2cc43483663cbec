"use client";

// An audience that was kept under a name. The draft gets a copy: what is changed under the name later does not change it.
import { Field, makeStyles, Select, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { ProblemBar } from "@/app/_components/problem-bar";
import { useLive } from "@/app/_components/use-live";
import type { Page, SavedAudienceView } from "@/lib/domain/views";

import { useAudience } from "./audience-context";
import type { PartDraft } from "./audience-draft";
import { AudienceWords } from "./audience-words";

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalS, gridTemplateColumns: "minmax(0, 1fr)" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export function SavedPicker({ part }: { part: PartDraft }) {
  const { change } = useAudience();
  const t = useTranslations("audiences");
  const styles = useStyles();
  const { data, error, refresh } = useLive<Page<SavedAudienceView>>("/api/audiences", 0);
  const choose = (id: string) => {
    const saved = data?.items.find((one) => one.id === id);
    if (saved) change({ type: "saved", key: part.key, name: saved.name, audience: saved.audience });
  };
  const chosen = data?.items.find(({ name }) => name === part.whole?.name)?.id ?? "";
  return (
    <div className={styles.stack}>
      <ProblemBar error={error} onRetry={() => void refresh()} />
      <Field label={t("saved.label")} hint={t(data?.items.length === 0 ? "saved.none" : "saved.hint")}>
        <Select value={chosen} disabled={data?.items.length === 0} onChange={(_event, { value }) => choose(value)}>
          <option value="" disabled>{t("saved.choose")}</option>
          {data?.items.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </Select>
      </Field>
      {part.whole && <Text className={styles.quiet}><AudienceWords audience={part.whole.audience} /></Text>}
    </div>
  );
}
