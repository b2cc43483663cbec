"use client";

// The composer: questions on the left; on the right the card as it will look, what is missing, and advice. It is
// mounted once per draft; everything about saving is in `useDraft`, everything about complaining in `useValidation`.
import { makeStyles, tokens } from "@fluentui/react-components";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { RejectedBar } from "@/app/_components/approval/rejected-bar";
import { RepeatsBar } from "@/app/_components/recurring/repeats-bar";
import { staysEditable } from "@/lib/domain/broadcast";
import type { BroadcastView, TopicView } from "@/lib/domain/views";

import { CommandFailed } from "./command-failed";
import { ComposeAside } from "./compose-aside";
import { type Compose, ComposeProvider } from "./compose-context";
import { ComposeFields } from "./compose-fields";
import { ComposerHeader } from "./composer-header";
import { ConfirmPeopleDialog } from "./confirm-people-dialog";
import { ConflictBar, FoundWorkBar } from "./draft-bars";
import { focusHash } from "./focus-field";
import { IssueSummary } from "./issue-summary";
import { LeaveDialog } from "./leave-dialog";
import { type Check, listChecks } from "./list-checks";
import { useComposerActions } from "./use-composer-actions";
import { type Draft, useDraft } from "./use-draft";
import { useDraftCommands } from "./use-draft-commands";
import { useLeaveGuard } from "./use-leave-guard";
import type { SaveLive } from "./use-save-live";
import { useValidation, type Validation } from "./use-validation";

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(340px, 440px)",
    gap: tokens.spacingHorizontalXXL,
    alignItems: "start",
    "@media (max-width: 1100px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  bars: {
    display: "grid",
    rowGap: tokens.spacingVerticalS,
    "&:not(:empty)": { marginBottom: tokens.spacingVerticalL },
  },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

type Props = {
  view: BroadcastView | null;
  topics: readonly TopicView[];
  onCreated: (id: string) => void;
  onReload: () => void;
};

export function Composer({ view, topics, onCreated, onReload }: Props) {
  const event = view?.standingEvent ?? false;
  const standing = event !== false;
  const styles = useStyles();
  const draft = useDraft(view, useLocale(), onCreated);
  const askedAtStart = window.location.hash.startsWith("#field-");
  const validation = useValidation({ form: draft.form, standing, saveState: draft.saveState, askedAtStart });
  const [spoken, announce] = useState("");
  const { form, change } = draft;
  const compose = useMemo<Compose>(
    () => ({
      form, change, standing: event, topics, issueAt: validation.issueAt, touch: validation.touch, announce,
    }),
    [form, change, event, topics, validation.issueAt, validation.touch],
  );
  const checks = useMemo(() => listChecks(form, validation.issues, standing), [form, validation.issues, standing]);
  useEffect(() => {
    focusHash(window.location.hash);
  }, []);
  return (
    <ComposeProvider value={compose}>
      <ComposerFrame {...{ draft, validation, view, onReload, checks }} />
      {form.kind === null ? (
        <ComposeFields />
      ) : (
        <div className={styles.columns}>
          <ComposeFields />
          <ComposeAside checks={checks} />
        </div>
      )}
      <div role="log" aria-live="polite" className={styles.hidden}>{spoken}</div>
    </ComposeProvider>
  );
}

type FrameProps = Pick<Props, "view" | "onReload"> & {
  draft: Draft;
  validation: Validation;
  checks: readonly Check[];
};

/** The head of the composer and the states a person has to decide about. */
function ComposerFrame({ draft, validation, view, onReload, checks }: FrameProps) {
  const live = view !== null && staysEditable(view.purpose);
  const t = useTranslations("compose");
  const styles = useStyles();
  const { saver, saveState } = draft;
  const actions = useComposerActions(draft, validation, live);
  const commands = useDraftCommands(actions.saveNow);
  const flush = useCallback(() => (saver.isAuto ? saver.flush() : Promise.resolve(false)), [saver]);
  const unsaved = saver.isDirty() && saveState.kind !== "CLEAN";
  const guard = useLeaveGuard(unsaved, flush);
  const loadNewer = () => {
    draft.giveUp();
    onReload();
  };
  return (
    <>
      <ComposerHeader {...{ draft, live, commands, actions, checks }} />
      <div className={styles.bars}>
        {view !== null && !live && <RejectedBar id={view.id} />}
        {view?.purpose === "RECURRING" && <RepeatsBar status={view.status} form={draft.form} />}
        {saveState.kind === "CONFLICT" && (
          <ConflictBar onLoad={loadNewer} onKeep={live ? undefined : () => void draft.fork()} />
        )}
        {draft.found && (
          <FoundWorkBar
            found={draft.found}
            newer={view !== null && draft.found.revision !== view.revision}
            onRestore={draft.restore}
            onDiscard={draft.discard}
          />
        )}
        <CommandFailed command={commands.test} text="command.testFailed" />
        <CommandFailed command={commands.other} text="command.failed" />
        <CommandFailed command={actions.saveLive.counting} text="command.failed" />
        {validation.asked && (
          <IssueSummary issues={validation.issues} title={t("summary.title", { count: validation.issues.length })} />
        )}
      </div>
      <ConfirmLive draft={draft} {...actions.saveLive} />
      <LeaveDialog guard={guard} auto={saver.isAuto} />
    </>
  );
}

function ConfirmLive({ draft, asks, save, goBack }: SaveLive & { draft: Draft }) {
  const t = useTranslations("compose");
  if (asks === undefined) return null;
  return (
    <ConfirmPeopleDialog
      people={asks}
      title={draft.form.texts.title}
      confirm={t("command.save")}
      onConfirm={() => void save(asks)}
      onClose={goBack}
    />
  );
}
