"use client";

// Above the list of broadcasts, for those who approve: what waits for their decision. Nothing when nothing does.
import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { usePerson } from "@/app/_components/shell-context";
import { TextLink } from "@/app/_components/soft-link";
import { useLive } from "@/app/_components/use-live";
import { When } from "@/app/_components/when";
import { mayApprove } from "@/lib/domain/approval";
import type { BroadcastView, Page } from "@/lib/domain/views";

const EVERY_MS = 15_000;
const SHOWN = 5;

const useStyles = makeStyles({
  root: { marginBottom: "16px" },
  list: { margin: "4px 0 0", paddingInlineStart: "20px" },
});

export function WaitingForYou() {
  const styles = useStyles();
  const t = useTranslations("approval");
  const { role } = usePerson();
  const path = mayApprove(role) ? `/api/broadcasts?waiting=me&limit=${SHOWN}` : null;
  const waiting = useLive<Page<BroadcastView>>(path, EVERY_MS);
  const rows = waiting.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t("waitingForYou")} className={styles.root}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t("waitingForYou")}</MessageBarTitle>
          <ul className={styles.list}>
            {rows.map(({ id, message, authorName, updatedAt }) => (
              <li key={id}>
                <TextLink href={`/broadcasts/${id}`}>{message.title ?? t("untitled")}</TextLink>
                {" – "}{authorName}, <When at={updatedAt} />
              </li>
            ))}
          </ul>
        </MessageBarBody>
      </MessageBar>
    </section>
  );
}
