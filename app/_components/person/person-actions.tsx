"use client";

// What an admin can do with one person: install the app, hand out everything that is kept about them, and erase it.
import { Button } from "@fluentui/react-components";
import { AppsAddInRegular } from "@fluentui/react-icons/svg/apps-add-in";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { usePerson } from "@/app/_components/shell-context";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";

import { EraseButton } from "./erase-button";

type Props = { detail: RecipientDetail; name: string; onChanged: () => void };

export function PersonActions({ detail, name, onChanged }: Props) {
  const t = useTranslations("person");
  const { role } = usePerson();
  const { run, busy, error } = useCommand();
  const toast = useToast();
  if (role !== "admin" || detail.kind !== "PERSON") return null;
  const install = async () => {
    const done = await run(() => apiSend("POST", "/api/installs", { body: { recipientIds: [detail.id] } }));
    if (!done) return;
    toast(t("admin.installAsked", { name }));
    onChanged();
  };
  return (
    <>
      <ProblemBar error={error} />
      {lacksApp(detail) && (
        <Button appearance="primary" icon={<AppsAddInRegular />} disabled={busy} onClick={() => void install()}>
          {t("admin.install")}
        </Button>
      )}
      <Button as="a" href={`/api/recipients/${detail.id}/export`} download icon={<ArrowDownloadRegular />}>
        {t("admin.export")}
      </Button>
      <EraseButton id={detail.id} name={name} />
    </>
  );
}

/** The app can be installed for them, and nobody has asked for it yet. */
function lacksApp({ state, account, userType, install }: RecipientDetail): boolean {
  const lacking = state === null || state === "NEEDS_INSTALL";
  const can = userType === "MEMBER" && (account === "ENABLED" || account === "UNKNOWN");
  return lacking && can && install?.status !== "WANTED" && install?.status !== "INSTALLING";
}
