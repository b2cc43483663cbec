"use client";

// People from a file: one that was uploaded before, or a new one.
import { Field, makeStyles, Select, tokens } from "@fluentui/react-components";
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { ProblemBar } from "@/app/_components/problem-bar";
import { useLive } from "@/app/_components/use-live";
import type { ListView, Page } from "@/lib/domain/views";

import { useAudience } from "./audience-context";
import type { PartDraft } from "./audience-draft";
import { ListCounts } from "./list-counts";
import { ListUpload } from "./list-upload";

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalM, gridTemplateColumns: "minmax(0, 1fr)" },
});

export function ListPicker({ part }: { part: PartDraft }) {
  const { change, announce } = useAudience();
  const t = useTranslations("audiences");
  const styles = useStyles();
  const { data, error, refresh } = useLive<Page<ListView>>("/api/lists", 0);
  const ready = data?.items.filter(({ status }) => status === "READY") ?? [];
  const chosen = ready.find(({ id }) => id === part.list?.id);
  const { key } = part;
  const choose = (list: ListView | undefined) => {
    change({ type: "list", key, list: list ? { id: list.id, name: list.name } : null });
  };
  const uploaded = useCallback((list: ListView) => {
    change({ type: "list", key, list: { id: list.id, name: list.name } });
    announce(t("list.done", { name: list.name, count: list.people }));
    void refresh();
  }, [change, key, announce, t, refresh]);
  return (
    <div className={styles.stack}>
      <ListUpload onDone={uploaded} />
      <ProblemBar error={error} onRetry={() => void refresh()} />
      {ready.length > 0 && (
        <Field label={t("list.earlier")}>
          <Select
            value={chosen?.id ?? ""}
            onChange={(_event, { value }) => choose(ready.find(({ id }) => id === value))}
          >
            <option value="">{t("list.none")}</option>
            {ready.map(({ id, name, people }) => (
              <option key={id} value={id}>{t("list.option", { name, count: people })}</option>
            ))}
          </Select>
        </Field>
      )}
      {chosen && <ListCounts list={chosen} />}
    </div>
  );
}
