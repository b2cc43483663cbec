"use client";

// Opens the right draft in the composer. The address decides which: a new draft gets its own address after its first
// save without a navigation, and coming back to that address later must open that draft and not an empty form.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
} from "@fluentui/react-components";
import { usePathname } from "next/navigation";
import { useCallback, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { useMayWrite } from "@/app/_components/shell-context";
import { LinkButton } from "@/app/_components/soft-link";
import { useLive } from "@/app/_components/use-live";
import type { BroadcastView, Page, TopicView } from "@/lib/domain/views";

import { Composer } from "./composer";
import { isEditable } from "./draft-status";
import { useProblemText } from "./use-problem-text";

type Opened = { address: string | null; id: string | null; generation: number };

export function ComposePage() {
  const address = idIn(usePathname());
  const [opened, setOpened] = useState<Opened>({ address, id: address, generation: 0 });
  const inBrowser = useSyncExternalStore(subscribeToNothing, () => true, () => false);
  if (address !== opened.address) {
    // The address has changed under us. If it became that of the draft on the page nothing else changes.
    const same = address === opened.id;
    setOpened({ address, id: address, generation: same ? opened.generation : opened.generation + 1 });
  }
  const onCreated = useCallback((id: string) => setOpened((before) => ({ ...before, id })), []);
  const onReload = useCallback(() => setOpened((before) => ({ ...before, generation: before.generation + 1 })), []);
  if (!inBrowser) return <Loading />;
  return <DraftLoader key={opened.generation} initialId={opened.id} onCreated={onCreated} onReload={onReload} />;
}

type LoaderProps = { initialId: string | null; onCreated: (id: string) => void; onReload: () => void };

function DraftLoader({ initialId, onCreated, onReload }: LoaderProps) {
  const t = useTranslations("compose");
  const mayWrite = useMayWrite();
  const problemText = useProblemText();
  // Which draft this instance shows is settled when it is made; a first save must not load it again.
  const [id] = useState(initialId);
  const broadcast = useLive<BroadcastView>(id && `/api/broadcasts/${id}`, 0);
  const topics = useLive<Page<TopicView>>("/api/topics?limit=200", 0);
  const error = broadcast.error ?? topics.error;
  if (error?.code === "NOT_FOUND") {
    return <Notice text={t("notFound")} href="/broadcasts" action={t("allBroadcasts")} />;
  }
  if (error) return <Failed text={t("loadFailed", { reason: problemText(error) })} onRetry={onReload} />;
  if (!topics.data || (id !== null && !broadcast.data)) return <Loading />;
  const view = broadcast.data ?? null;
  if (view && !isEditable(view)) {
    return <Notice text={t("notEditable")} href={`/broadcasts/${view.id}`} action={t("openReport")} />;
  }
  if (!mayWrite) return <Notice text={t("readOnly")} href="/broadcasts" action={t("allBroadcasts")} />;
  return <Composer view={view} topics={topics.data.items} onCreated={onCreated} onReload={onReload} />;
}

function Loading() {
  const t = useTranslations("compose");
  return (
    <Skeleton aria-label={t("loading")}>
      <SkeletonItem size={40} style={{ maxWidth: "360px", marginBottom: "24px" }} />
      <SkeletonItem size={128} style={{ marginBottom: "16px" }} />
      <SkeletonItem size={128} />
    </Skeleton>
  );
}

function Notice({ text, href, action }: { text: string; href: string; action: string }) {
  const t = useTranslations("compose");
  return (
    <>
      <PageHeader title={t("section.message")} />
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{text}</MessageBarBody>
        <MessageBarActions><LinkButton href={href}>{action}</LinkButton></MessageBarActions>
      </MessageBar>
    </>
  );
}

function Failed({ text, onRetry }: { text: string; onRetry: () => void }) {
  const t = useTranslations("compose");
  return (
    <>
      <PageHeader title={t("section.message")} />
      <MessageBar intent="error" layout="multiline" role="alert">
        <MessageBarBody>{text}</MessageBarBody>
        <MessageBarActions><Button onClick={onRetry}>{t("tryAgain")}</Button></MessageBarActions>
      </MessageBar>
    </>
  );
}

function idIn(pathname: string): string | null {
  return /^\/broadcasts\/([^/]+)\/edit$/.exec(pathname)?.[1] ?? null;
}

function subscribeToNothing(): () => void {
  return () => undefined;
}
