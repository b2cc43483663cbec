"use client";

// The API keys of other systems: what each may do, until when, and when it was used last. Secrets are shown once, when made.
import { Badge, Button, makeStyles, MessageBar, MessageBarBody, Text, tokens } from "@fluentui/react-components";
import { KeyMultipleRegular } from "@fluentui/react-icons/svg/key-multiple";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useLive } from "@/app/_components/use-live";
import { When } from "@/app/_components/when";
import type { ApiKeyView } from "@/lib/domain/access-views";
import { EVERY_SCOPE } from "@/lib/domain/api-key";
import type { Page } from "@/lib/domain/views";

import { KeyEnds } from "./key-ends";
import { KeyTools } from "./key-tools";
import { MakeKeyDrawer } from "./make-key-drawer";
import { SecretDialog, type ShownSecret } from "./secret-dialog";

const EVERY_MS = 15_000;

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3, overflowWrap: "anywhere" },
  scopes: { display: "flex", flexWrap: "wrap", gap: "4px" },
  bar: { marginBottom: "12px" },
});

export function KeysPage() {
  const styles = useStyles();
  const t = useTranslations("keys");
  const live = useLive<Page<ApiKeyView>>("/api/api-keys", EVERY_MS);
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<ShownSecret>();
  const changed = () => void live.refresh();
  const show = (secret: ShownSecret) => {
    setShown(secret);
    changed();
  };
  const ending = live.data?.items.filter(({ state }) => state === "EXPIRES_SOON") ?? [];
  const make = (
    <Button appearance="primary" icon={<KeyMultipleRegular />} onClick={() => setMaking(true)}>{t("make.action")}</Button>
  );
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>{make}</PageHeader>
      <ProblemBar error={live.error} stale={live.stale} onRetry={changed} />
      {ending.length > 0 && (
        <MessageBar className={styles.bar} intent="warning" layout="multiline">
          <MessageBarBody>
            {t("ending", { count: ending.length, names: ending.map(({ name }) => name).join(", ") })}
          </MessageBarBody>
        </MessageBar>
      )}
      <DataTable
        label={t("title")}
        columns={useColumns(changed, show)}
        rows={live.error && !live.data ? [] : live.data?.items}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={<KeyMultipleRegular />} sentence={t("empty")} action={make} />}
        dimmed={live.loading}
      />
      {making && <MakeKeyDrawer onClose={() => setMaking(false)} onMade={show} />}
      {shown && <SecretDialog secret={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function useColumns(onChanged: () => void, onSecret: (secret: ShownSecret) => void): Column<ApiKeyView>[] {
  const t = useTranslations("keys");
  const access = useTranslations("access");
  return [
    { key: "name", header: t("column.name"), width: "18%", cell: (row) => <Name row={row} /> },
    { key: "may", header: t("column.may"), width: "24%", cell: (row) => <May row={row} /> },
    { key: "limits", header: t("column.limits"), cell: (row) => <Limits row={row} /> },
    { key: "made", header: t("column.made"), cell: (row) => <Made row={row} /> },
    {
      key: "used",
      header: t("column.used"),
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? access("never") : <When at={lastUsedAt} />),
    },
    { key: "ends", header: t("column.ends"), cell: (row) => <KeyEnds row={row} /> },
    { key: "tools", header: t("column.tools"), cell: (row) => <KeyTools row={row} onChanged={onChanged} onSecret={onSecret} /> },
  ];
}

function Name({ row: { name, hint } }: { row: ApiKeyView }) {
  const styles = useStyles();
  return (
    <>
      <span dir="auto" className={styles.name}>{name}</span>
      <Text size={200} className={styles.under} dir="ltr">{hint}…</Text>
    </>
  );
}

function May({ row: { role, scopes } }: { row: ApiKeyView }) {
  const styles = useStyles();
  const t = useTranslations("keys");
  const shell = useTranslations("shell");
  if (scopes.includes(EVERY_SCOPE)) {
    return <>{shell(`role.${role}`)}<Text size={200} className={styles.under}>{t("everything")}</Text></>;
  }
  return (
    <>
      {shell(`role.${role}`)}
      <span className={styles.scopes}>
        {scopes.map((scope) => <Badge key={scope} appearance="outline" color="informative">{scope}</Badge>)}
      </span>
    </>
  );
}

function Limits({ row: { eventsPerMinute, peoplePerEvent } }: { row: ApiKeyView }) {
  const styles = useStyles();
  const t = useTranslations("keys");
  return (
    <>
      {t("limit.events", { count: eventsPerMinute })}
      <Text size={200} className={styles.under}>{t("limit.people", { count: peoplePerEvent })}</Text>
    </>
  );
}

function Made({ row: { createdAt, madeBy } }: { row: ApiKeyView }) {
  const styles = useStyles();
  const t = useTranslations("keys");
  const format = useFormatter();
  return (
    <>
      {format.dateTime(new Date(createdAt), { dateStyle: "medium" })}
      <Text size={200} className={styles.under} dir="auto">{madeBy ?? t("madeOnServer")}</Text>
    </>
  );
}
