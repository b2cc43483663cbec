"use client";

// Who may use the console: people with their roles and where these come from. Admins give, change and take back roles here,
// and sign people out.
import { Badge, Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { PersonAddRegular } from "@fluentui/react-icons/svg/person-add";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { usePerson } from "@/app/_components/shell-context";
import { TablePager } from "@/app/_components/table-pager";
import { useLive } from "@/app/_components/use-live";
import { useUrlState, withQuery } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import type { PersonView } from "@/lib/domain/access-views";
import type { Page } from "@/lib/domain/views";

import { AddPersonDrawer } from "./add-person-drawer";
import { PersonTools } from "./person-tools";

const PAGE_SIZE = 50;
const EVERY_MS = 15_000;

const useStyles = makeStyles({
  name: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 8px", fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function AccessPage() {
  const t = useTranslations("access");
  const url = useUrlState();
  const path = withQuery("/api/people", { cursor: url.get("cursor"), limit: PAGE_SIZE });
  const live = useLive<Page<PersonView>>(path, EVERY_MS);
  const [adding, setAdding] = useState(false);
  const changed = () => void live.refresh();
  const add = (
    <Button appearance="primary" icon={<PersonAddRegular />} onClick={() => setAdding(true)}>{t("add.action")}</Button>
  );
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>{add}</PageHeader>
      <ProblemBar error={live.error} stale={live.stale} onRetry={changed} />
      <DataTable
        label={t("title")}
        columns={useColumns(changed)}
        rows={live.error && !live.data ? [] : live.data?.items}
        rowKey={(person) => person.id}
        empty={<EmptyState icon={<PersonAddRegular />} sentence={t("empty")} action={add} />}
        dimmed={live.loading}
      />
      <TablePager url={url} next={live.data?.next} loading={live.loading} />
      {adding && <AddPersonDrawer onClose={() => setAdding(false)} onSaved={changed} />}
    </>
  );
}

function useColumns(onChanged: () => void): Column<PersonView>[] {
  const t = useTranslations("access");
  const format = useFormatter();
  return [
    { key: "name", header: t("column.name"), width: "34%", cell: (person) => <Name person={person} /> },
    { key: "role", header: t("column.role"), width: "24%", cell: (person) => <RoleOf person={person} /> },
    {
      key: "signedIn",
      header: t("column.signedIn"),
      cell: ({ signedInAt }) => (signedInAt === null ? t("never") : <When at={signedInAt} />),
    },
    { key: "sessions", header: t("column.sessions"), numeric: true, cell: ({ sessions }) => format.number(sessions) },
    { key: "tools", header: t("column.tools"), cell: (person) => <PersonTools person={person} onChanged={onChanged} /> },
  ];
}

function Name({ person: { id, displayName, objectId } }: { person: PersonView }) {
  const styles = useStyles();
  const t = useTranslations("access");
  const me = usePerson();
  return (
    <>
      <span className={styles.name}>
        <span dir="auto">{displayName}</span>
        {id === me.id && <Badge appearance="tint">{t("you")}</Badge>}
      </span>
      <Text size={200} className={styles.under}>{objectId}</Text>
    </>
  );
}

function RoleOf({ person: { role, appRole, assignedRole } }: { person: PersonView }) {
  const styles = useStyles();
  const t = useTranslations("access");
  const shell = useTranslations("shell");
  if (!role) return <Text className={styles.under}>{t("noRole")}</Text>;
  const instead = assignedRole !== null && appRole !== null && appRole !== assignedRole;
  const from = assignedRole === null ? t("from.ENTRA") : t("from.HERE");
  return (
    <>
      {shell(`role.${role}`)}
      <Text size={200} className={styles.under}>
        {instead ? t("from.INSTEAD", { role: shell(`role.${appRole}`) }) : from}
      </Text>
    </>
  );
}
