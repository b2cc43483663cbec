"use client";

// The last look before sending: the card, who gets it, when, and one button that says how many people it reaches.
// Nothing can be changed here except the time; everything else leads back to its field.
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  tokens,
} from "@fluentui/react-components";
import { ArrowLeftRegular } from "@fluentui/react-icons/svg/arrow-left";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { RepeatPanel } from "@/app/_components/recurring/repeat-panel";
import { useMayWrite } from "@/app/_components/shell-context";
import { LinkButton, TextLink } from "@/app/_components/soft-link";
import { useLive } from "@/app/_components/use-live";
import { reachOf } from "@/lib/domain/estimate";
import type { BroadcastView, Page, TopicView } from "@/lib/domain/views";

import { CommandFailed } from "./command-failed";
import { formOf } from "./draft-form";
import { findIssues, sortIssues } from "./draft-issues";
import { DraftMenu } from "./draft-menu";
import { EstimatePanel } from "./estimate-panel";
import { IssueSummary } from "./issue-summary";
import { ReviewCard } from "./review-card";
import { ReviewFacts } from "./review-facts";
import { Section } from "./section";
import { SendPanel } from "./send-panel";
import { useDraftCommands } from "./use-draft-commands";
import { useEstimate } from "./use-estimate";
import { useProblemText } from "./use-problem-text";

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(340px, 480px)",
    gap: tokens.spacingHorizontalXXL,
    alignItems: "start",
    "@media (max-width: 1100px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalL },
  bars: {
    display: "grid",
    rowGap: tokens.spacingVerticalS,
    "&:not(:empty)": { marginBottom: tokens.spacingVerticalL },
  },
  back: { display: "inline-flex", alignItems: "center", columnGap: tokens.spacingHorizontalXS },
});

export function ReviewPage({ id }: { id: string }) {
  const [generation, setGeneration] = useState(0);
  return <ReviewLoader key={generation} id={id} onReload={() => setGeneration((before) => before + 1)} />;
}

function ReviewLoader({ id, onReload }: { id: string; onReload: () => void }) {
  const t = useTranslations("review");
  const c = useTranslations("compose");
  const problemText = useProblemText();
  const broadcast = useLive<BroadcastView>(`/api/broadcasts/${id}`, 0);
  const topics = useLive<Page<TopicView>>("/api/topics?limit=200", 0);
  const error = broadcast.error ?? topics.error;
  if (error) {
    const text = error.code === "NOT_FOUND" ? c("notFound") : c("loadFailed", { reason: problemText(error) });
    return (
      <>
        <PageHeader title={t("title")} />
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>{text}</MessageBarBody>
          <MessageBarActions><Button onClick={onReload}>{c("tryAgain")}</Button></MessageBarActions>
        </MessageBar>
      </>
    );
  }
  if (!broadcast.data || !topics.data) {
    return <Skeleton aria-label={t("loading")}><SkeletonItem size={40} /><SkeletonItem size={128} /></Skeleton>;
  }
  if (broadcast.data.status !== "DRAFT") return <Gone view={broadcast.data} />;
  return <Review view={broadcast.data} topics={topics.data.items} onReload={onReload} />;
}

function Gone({ view }: { view: BroadcastView }) {
  const t = useTranslations("review");
  return (
    <>
      <PageHeader title={view.message.title ?? t("title")} />
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{t("moved")}</MessageBarBody>
        <MessageBarActions>
          <LinkButton href={`/broadcasts/${view.id}`}>{t("openReport")}</LinkButton>
        </MessageBarActions>
      </MessageBar>
    </>
  );
}

type Props = { view: BroadcastView; topics: readonly TopicView[]; onReload: () => void };

function Review({ view, topics, onReload }: Props) {
  const t = useTranslations("review");
  const styles = useStyles();
  const mayWrite = useMayWrite();
  const edit = `/broadcasts/${view.id}/edit`;
  const topic = topics.find(({ key }) => key === view.topic);
  const estimate = useEstimate(view.audience, view);
  const commands = useDraftCommands(() => Promise.resolve(view.id));
  const issues = sortIssues(findIssues(formOf(view, "en"), false));
  const people = estimate.status === "READY" && estimate.estimate ? reachOf(estimate.estimate, view.onMissing) : undefined;
  const change = <LinkButton size="small" href={edit}>{t("edit")}</LinkButton>;
  return (
    <>
      <PageHeader
        title={t("title")}
        above={<TextLink href={edit} className={styles.back}><ArrowLeftRegular aria-hidden /> {t("back")}</TextLink>}
      >
        {mayWrite && (
          <DraftMenu
            message={view.message}
            onDuplicate={() => void commands.duplicate()}
            onDelete={() => void commands.remove()}
          />
        )}
      </PageHeader>
      <div className={styles.bars}>
        <IssueSummary issues={issues} title={t("incomplete", { count: issues.length })} base={edit} />
        <CommandFailed command={commands.other} text="command.failed" />
      </div>
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Section heading={t("message")} command={mayWrite && change}>
            <ReviewFacts view={view} topic={topic} />
          </Section>
          <Section
            heading={t("numbers")}
            command={<Button size="small" onClick={estimate.refresh}>{t("recount")}</Button>}
          >
            <EstimatePanel state={estimate} onMissing={view.onMissing} />
          </Section>
          {mayWrite && <SendPanel {...{ view, topic, estimate, complete: issues.length === 0, onReload }} />}
          {mayWrite && <RepeatPanel view={view} complete={issues.length === 0} people={people} />}
        </div>
        <Section heading={t("card")}>
          <ReviewCard view={view} topic={topic} />
        </Section>
      </div>
    </>
  );
}
