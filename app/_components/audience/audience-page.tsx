"use client";

// Opens one saved audience, or an empty one, in the editor.
import { MessageBar, MessageBarActions, MessageBarBody, Skeleton, SkeletonItem } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useMayWrite } from "@/app/_components/shell-context";
import { LinkButton } from "@/app/_components/soft-link";
import { useLive } from "@/app/_components/use-live";
import type { SavedAudienceView } from "@/lib/domain/views";

import { AudienceEditor } from "./audience-editor";

/** Null is a new one. */
export function AudiencePage({ id }: { id: string | null }) {
  const [generation, setGeneration] = useState(0);
  return <AudienceLoader key={generation} id={id} onReload={() => setGeneration((before) => before + 1)} />;
}

function AudienceLoader({ id, onReload }: { id: string | null; onReload: () => void }) {
  const t = useTranslations("audiences");
  const shell = useTranslations("shell");
  const mayWrite = useMayWrite();
  const { data, error } = useLive<SavedAudienceView>(id && `/api/audiences/${id}`, 0);
  if (!mayWrite) return <Notice text={t("editor.readOnly")} />;
  if (error?.code === "NOT_FOUND") return <Notice text={t("editor.notFound")} />;
  if (error) return <ProblemBar error={error} onRetry={onReload} />;
  if (id !== null && !data) {
    return <Skeleton aria-label={shell("loading")}><SkeletonItem size={128} /></Skeleton>;
  }
  return <AudienceEditor saved={data ?? null} />;
}

function Notice({ text }: { text: string }) {
  const t = useTranslations("audiences");
  return (
    <>
      <PageHeader title={t("title")} />
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{text}</MessageBarBody>
        <MessageBarActions><LinkButton href="/audiences">{t("editor.back")}</LinkButton></MessageBarActions>
      </MessageBar>
    </>
  );
}
