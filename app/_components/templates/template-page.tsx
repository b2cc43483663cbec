"use client";

// Opens one template, or an empty one, in the editor.
import { MessageBar, MessageBarActions, MessageBarBody, Skeleton, SkeletonItem } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useMayWrite } from "@/app/_components/shell-context";
import { LinkButton } from "@/app/_components/soft-link";
import { useLive } from "@/app/_components/use-live";
import type { TemplateView } from "@/lib/domain/views";

import { TemplateEditor } from "./template-editor";

/** Null is a new one. */
export function TemplatePage({ id }: { id: string | null }) {
  const [generation, setGeneration] = useState(0);
  return <TemplateLoader key={generation} id={id} onReload={() => setGeneration((before) => before + 1)} />;
}

function TemplateLoader({ id, onReload }: { id: string | null; onReload: () => void }) {
  const t = useTranslations("templates");
  const shell = useTranslations("shell");
  const mayWrite = useMayWrite();
  const { data, error } = useLive<TemplateView>(id && `/api/templates/${id}`, 0);
  if (!mayWrite) return <Notice text={t("editor.readOnly")} />;
  if (error?.code === "NOT_FOUND") return <Notice text={t("editor.notFound")} />;
  if (error) return <ProblemBar error={error} onRetry={onReload} />;
  if (id !== null && !data) {
    return <Skeleton aria-label={shell("loading")}><SkeletonItem size={128} /></Skeleton>;
  }
  return <TemplateEditor template={data ?? null} onReload={onReload} />;
}

function Notice({ text }: { text: string }) {
  const t = useTranslations("templates");
  return (
    <>
      <PageHeader title={t("title")} />
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{text}</MessageBarBody>
        <MessageBarActions><LinkButton href="/templates">{t("editor.back")}</LinkButton></MessageBarActions>
      </MessageBar>
    </>
  );
}
