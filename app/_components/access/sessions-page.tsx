"use client";

// Where one is signed in: each session with its browser and times, and the ways to end it.
import { Badge, Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { LaptopRegular } from "@fluentui/react-icons/svg/laptop";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ConfirmDialog } from "@/app/_components/confirm-dialog";
import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import { useToast } from "@/app/_components/use-toast";
import { When } from "@/app/_components/when";
import type { SessionView } from "@/lib/domain/access-views";
import type { Page } from "@/lib/domain/views";

import { browserName } from "./browser-name";

const EVERY_MS = 15_000;

const useStyles = makeStyles({
  name: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 8px", fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function SessionsPage() {
  const t = useTranslations("access");
  const live = useLive<Page<SessionView>>("/api/sessions", EVERY_MS);
  const columns: Column<SessionView>[] = [
    { key: "browser", header: t("session.browser"), width: "40%", cell: (row) => <Browser session={row} /> },
    { key: "began", header: t("session.began"), cell: (row) => <When at={row.createdAt} /> },
    { key: "used", header: t("session.used"), cell: (row) => <When at={row.lastSeenAt} /> },
    { key: "ends", header: t("session.ends"), cell: (row) => <When at={row.expiresAt} exact /> },
    { key: "tools", header: t("column.tools"), cell: (row) => <EndButton session={row} onEnded={() => void live.refresh()} /> },
  ];
  const others = live.data?.items.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  return (
    <>
      <PageHeader title={t("session.title")} about={t("session.about")}>
        {others > 0 && <EndOthers count={others} onEnded={() => void live.refresh()} />}
      </PageHeader>
      <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
      <DataTable
        label={t("session.title")}
        columns={columns}
        rows={live.error && !live.data ? [] : live.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<LaptopRegular />} sentence={t("session.none")} />}
      />
    </>
  );
}

function Browser({ session: { browser, isCurrent, source } }: { session: SessionView }) {
  const styles = useStyles();
  const t = useTranslations("access");
  return (
    <>
      <span className={styles.name}>
        {browserName(browser) ?? t("session.unknown")}
        {isCurrent && <Badge appearance="tint" color="success">{t("session.current")}</Badge>}
      </span>
      <Text size={200} className={styles.under}>{t(`session.source.${source}`)}</Text>
    </>
  );
}

/** The session that asks is ended by signing out, which is where people look for it. */
function EndButton({ session, onEnded }: { session: SessionView; onEnded: () => void }) {
  const t = useTranslations("access");
  const toast = useToast();
  const { busy, error, run } = useCommand();
  if (session.isCurrent) return null;
  const name = browserName(session.browser) ?? t("session.unknown");
  const end = () => void run(async () => {
    await apiSend("DELETE", `/api/sessions/${session.id}`);
    toast(t("session.ended", { name }));
    onEnded();
  });
  return (
    <>
      <Button size="small" disabledFocusable={busy} aria-label={t("session.endLabel", { name })} onClick={end}>
        {t("session.end")}
      </Button>
      <ProblemBar error={error} />
    </>
  );
}

function EndOthers({ count, onEnded }: { count: number; onEnded: () => void }) {
  const t = useTranslations("access");
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const end = () => void run(async () => {
    const { ended } = await apiSend<{ ended: number }>("POST", "/api/sessions/end", { body: { which: "OTHERS" } });
    toast(t("session.othersEnded", { count: ended }));
    onEnded();
  });
  return (
    <>
      <ConfirmDialog
        trigger={<Button disabled={busy}>{t("session.endOthers")}</Button>}
        title={t("session.endOthersTitle")}
        text={t("session.endOthersText", { count })}
        confirm={t("session.endOthersConfirm", { count })}
        onConfirm={end}
      />
      <ProblemBar error={error} />
    </>
  );
}
