"use client";

// What three stages of the timeline have to tell: who asked for approval and what was said; which groups were read,
// with how many people as of when; and how far installing the app is, and for whom it failed.
import { makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { ReviewView } from "@/lib/domain/approval-view";
import type { BroadcastDetail, InstallProgress } from "@/lib/domain/views";

const SHOWN_GROUPS = 5;
const KNOWN_CODES = ["POLICY", "LICENSE", "CONSENT", "UNKNOWN_USER", "NOT_IN_CATALOG"];

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: "none", display: "grid", rowGap: "2px" },
  quiet: { color: tokens.colorNeutralForeground3 },
  bar: { maxWidth: "200px", marginBlock: "4px" },
});

/** In short: the card of the review tells the rest. */
export function Decisions({ review: { requestedName, decisions } }: { review: ReviewView }) {
  const styles = useStyles();
  const t = useTranslations();
  return (
    <ul className={styles.list}>
      <li><Text size={200}>{t("report.stage.asked", { name: requestedName })}</Text></li>
      {decisions.filter(({ current }) => current).map(({ name, decision, comment, at }) => (
        <li key={at + name}>
          <Text size={200}>{t(`approval.said.${decision}`, { name: name === "" ? t("approval.erased") : name })}</Text>
          {comment !== "" && <Text size={200} block className={styles.quiet} dir="auto">{comment}</Text>}
        </li>
      ))}
    </ul>
  );
}

export function GroupsRead({ groups }: { groups: BroadcastDetail["groups"] }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const hidden = groups.length - SHOWN_GROUPS;
  return (
    <ul className={styles.list}>
      {groups.slice(0, SHOWN_GROUPS).map(({ id, name, members, readAt, rest }) => (
        <li key={id}>
          <Text size={200}>
            {rest !== null ? t("stage.groupResting", { name, ...rest, until: new Date(rest.until) })
              : readAt === null ? t("stage.groupWaiting", { name })
              : t("stage.group", { name, count: members ?? 0, at: new Date(readAt) })}
          </Text>
        </li>
      ))}
      {hidden > 0 && <li><Text size={200} className={styles.quiet}>{t("stage.moreGroups", { count: hidden })}</Text></li>}
    </ul>
  );
}

export function Installing({ installs: { total, waiting, installed, failures } }: { installs: InstallProgress }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const done = total - waiting;
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  const ended = done - installed - failed;
  const words = t("stage.installed", { installed, total });
  return (
    <>
      <Text size={200}>{words}</Text>
      {waiting > 0 && <ProgressBar className={styles.bar} value={done} max={total} aria-label={words} />}
      <ul className={styles.list}>
        {failures.map(({ code, count }) => (
          <li key={code}>
            <Text size={200} className={styles.quiet}>
              {t("install.failed", { count, reason: t(`install.${KNOWN_CODES.includes(code) ? code : "OTHER"}`) })}
            </Text>
          </li>
        ))}
        {ended > 0 && <li><Text size={200} className={styles.quiet}>{t("install.ended", { count: ended })}</Text></li>}
      </ul>
    </>
  );
}
