"use client";

// How installing the app for people stands: progress, each class of failure in words with its remedy, and what stops it all.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ConfirmDialog } from "@/app/_components/confirm-dialog";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { usePerson } from "@/app/_components/shell-context";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { When } from "@/app/_components/when";
import type { DirectoryState, InstallsState } from "@/lib/domain/directory-views";

import { DirectoryProblem, useProblemWords } from "./problem-words";
import { ProgressLine } from "./progress-line";

const useStyles = makeStyles({
  tools: { display: "flex", flexWrap: "wrap", gap: "8px" },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { display: "grid", rowGap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  row: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", columnGap: "16px" },
  number: { fontVariantNumeric: "tabular-nums", textAlign: "end" },
});

type Props = { state: DirectoryState; onAsked: () => void };

export function InstallsCard({ state, onAsked }: Props) {
  const styles = useStyles();
  const t = useTranslations("directory.installs");
  const { installs } = state;
  const total = installs.waiting + installs.installed + installs.failed;
  const done = installs.installed + installs.failed;
  return (
    <ReportCard title={t("title")}>
      <Text size={200} className={styles.quiet}>{t("about")}</Text>
      {installs.stop && (
        <DirectoryProblem
          code={installs.stop.problem}
          intent="error"
          more={<>{t("stopped")} <When at={installs.stop.since} />.</>}
        />
      )}
      {total === 0 && <Text>{t("none")}</Text>}
      {installs.waiting > 0 && (
        <ProgressLine
          label={t("title")} share={done / total} words={t("progress", { done, total })}
          color={installs.stop ? "warning" : "brand"}
        />
      )}
      {total > 0 && <Numbers installs={installs} />}
      {installs.failures.length > 0 && <Failures failures={installs.failures} />}
      <Tools state={state} onAsked={onAsked} />
    </ReportCard>
  );
}

function Numbers({ installs }: { installs: InstallsState }) {
  const styles = useStyles();
  const t = useTranslations("directory.installs");
  const format = useFormatter();
  return (
    <ul className={styles.list}>
      {(["waiting", "installed", "failed"] as const).map((key) => (
        <li key={key} className={styles.row}>
          <Text>{t(key)}</Text>
          <Text weight="semibold" className={styles.number}>{format.number(installs[key])}</Text>
        </li>
      ))}
    </ul>
  );
}

function Failures({ failures }: Pick<InstallsState, "failures">) {
  const styles = useStyles();
  const t = useTranslations("directory.installs");
  return (
    <div>
      <Text weight="semibold" as="h3" style={{ margin: "0 0 8px" }}>{t("failures")}</Text>
      <ul className={styles.list}>
        {failures.map(({ code, count }) => <Failure key={code} code={code} count={count} />)}
      </ul>
    </div>
  );
}

function Failure({ code, count }: { code: string; count: number }) {
  const styles = useStyles();
  const format = useFormatter();
  const { title, remedy } = useProblemWords(code);
  return (
    <li className={styles.row}>
      <span>
        <Text block>{title}</Text>
        <Text size={200} className={styles.quiet}>{remedy}</Text>
      </span>
      <Text weight="semibold" className={styles.number}>{format.number(count)}</Text>
    </li>
  );
}

function Tools({ state: { accounts, installs }, onAsked }: Props) {
  const styles = useStyles();
  const t = useTranslations("directory.installs");
  const toast = useToast();
  const { role } = usePerson();
  const { busy, error, run } = useCommand();
  if (role !== "admin") return null;
  const everybody = () => void run(async () => {
    const { wanted } = await apiSend<{ wanted: number }>("POST", "/api/installs", { body: { for: "EVERYBODY" } });
    toast(t(installs.stop ? "retried" : "asked", { wanted }));
    onAsked();
  });
  const withdraw = () => void run(async () => {
    const { withdrawn } = await apiSend<{ withdrawn: number }>("DELETE", "/api/installs");
    toast(t("withdrawn", { withdrawn }));
    onAsked();
  });
  return (
    <>
      <ProblemBar error={error} />
      <div className={styles.tools}>
        <ConfirmDialog
          trigger={<Button disabled={busy}>{t("everybody")}</Button>}
          title={t("confirmTitle")}
          text={t("confirmText", { people: accounts.enabled })}
          confirm={t("confirm")}
          onConfirm={everybody}
        />
        {installs.waiting > 0 && <Button disabled={busy} onClick={withdraw}>{t("withdraw")}</Button>}
      </div>
    </>
  );
}
