"use client";

// The head of the composer: which draft this is, whether it is saved, and where to go from here. It stays in view; in a
// narrow window the commands move to the foot of the screen, where a thumb reaches them.
import { Button, Link, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular } from "@fluentui/react-icons/svg/arrow-left";
import { ArrowRightRegular } from "@fluentui/react-icons/svg/arrow-right";
import { BeakerRegular } from "@fluentui/react-icons/svg/beaker";
import { SaveRegular } from "@fluentui/react-icons/svg/save";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { TextLink } from "@/app/_components/soft-link";

import { CHECKLIST_ID, progressText } from "./checklist";
import { useCompose } from "./compose-context";
import { messageOf } from "./draft-form";
import { DraftMenu } from "./draft-menu";
import type { Check } from "./list-checks";
import { SaveStatus } from "./save-status";
import type { ComposerActions } from "./use-composer-actions";
import type { Draft } from "./use-draft";
import type { DraftCommands } from "./use-draft-commands";

const useStyles = makeStyles({
  head: {
    position: "sticky",
    top: "48px",
    zIndex: 3,
    marginInline: "-8px",
    paddingInline: "8px",
    paddingTop: tokens.spacingVerticalS,
    marginBottom: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground2,
    "& header": { marginBottom: 0, paddingBottom: tokens.spacingVerticalS },
    // However long the title, the head stays three lines high.
    "& h1": { whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis" },
    "@media (max-width: 700px), (max-height: 560px)": { position: "static" },
  },
  status: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalM, alignItems: "center" },
  back: { display: "inline-flex", alignItems: "center", columnGap: tokens.spacingHorizontalXS },
  // Words before pictures where both do not fit.
  icon: { "@media (max-width: 480px)": { "& .fui-Button__icon": { display: "none" } } },
  commands: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    "@media (max-width: 700px)": {
      position: "fixed",
      zIndex: 4,
      insetInline: 0,
      bottom: 0,
      justifyContent: "end",
      padding: tokens.spacingHorizontalM,
      backgroundColor: tokens.colorNeutralBackground1,
      borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    },
    "@media (max-width: 480px)": { padding: tokens.spacingHorizontalS },
  },
});

type Props = {
  draft: Draft;
  live: boolean;
  commands: DraftCommands;
  actions: ComposerActions;
  checks: readonly Check[];
};

export function ComposerHeader({ draft, live, commands, actions, checks }: Props) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const { standing: event } = useCompose();
  const { form, id, saver, saveState } = draft;
  const title = form.texts.title.trim() || t(event ? `standingHeading.${event}` : id ? "untitled" : "new");
  return (
    <div className={styles.head}>
      <PageHeader
        title={title}
        above={
          <TextLink href="/broadcasts" className={styles.back}>
            <ArrowLeftRegular aria-hidden /> {t("allBroadcasts")}
          </TextLink>
        }
        about={
          <span className={styles.status}>
            {form.kind !== null && <Link href={`#${CHECKLIST_ID}`}>{progressText(checks, t)}</Link>}
            <SaveStatus state={saveState} auto={saver.isAuto} />
          </span>
        }
      >
        {form.kind !== null && (
          <div className={styles.commands} role="toolbar" aria-label={t("command.bar")}>
            {id !== null && !live && (
              <DraftMenu
                message={messageOf(form)}
                onDuplicate={() => void commands.duplicate()}
                onDelete={() => void commands.remove()}
              />
            )}
            {(!live || event) && (
              <Button
                className={styles.icon}
                icon={<BeakerRegular />}
                disabledFocusable={commands.test.busy}
                onClick={() => void commands.sendTest()}
              >
                {t("command.test")}
              </Button>
            )}
            {live ? (
              <Button
                appearance="primary"
                className={styles.icon}
                icon={<SaveRegular />}
                onClick={() => void actions.saveLive.save()}
              >
                {t("command.save")}
              </Button>
            ) : (
              <Button
                appearance="primary"
                className={styles.icon}
                icon={<ArrowRightRegular />}
                iconPosition="after"
                onClick={() => void actions.review()}
              >
                {t("command.review")}
              </Button>
            )}
          </div>
        )}
      </PageHeader>
    </div>
  );
}
