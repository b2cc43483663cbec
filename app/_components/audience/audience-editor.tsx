"use client";

// A saved audience: its name, who belongs to it, built as in the composer, and what that comes to.
import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular } from "@fluentui/react-icons/svg/arrow-left";
import { SaveRegular } from "@fluentui/react-icons/svg/save";
import { useRouter } from "next/navigation";
import { useMemo, useReducer, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { EstimatePanel } from "@/app/_components/compose/estimate-panel";
import { Section } from "@/app/_components/compose/section";
import { type EstimateChoices, useEstimate } from "@/app/_components/compose/use-estimate";
import { MAX_NAME } from "@/app/_components/name-dialog";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { TextLink } from "@/app/_components/soft-link";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { SavedAudienceView } from "@/lib/domain/views";

import { AudienceBuilder } from "./audience-builder";
import { AudienceProvider } from "./audience-context";
import { audienceDraftOf, audienceOf } from "./audience-draft";
import { changeAudience } from "./change-audience";
import { EstimateDetails } from "./estimate-details";

const NAME_ID = "audience-name";
/** An audience alone: nobody has opted out of anything yet. */
const NO_MESSAGE: EstimateChoices = { topic: null, priority: "NORMAL", onMissing: "SKIP" };

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalL, maxWidth: "860px" },
  back: { display: "inline-flex", alignItems: "center", columnGap: tokens.spacingHorizontalXS },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

export function AudienceEditor({ saved }: { saved: SavedAudienceView | null }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const router = useRouter();
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const [name, setName] = useState(saved?.name ?? "");
  const [asked, setAsked] = useState(false);
  const [spoken, announce] = useState("");
  const [draft, change] = useReducer(changeAudience, saved?.audience ?? null, audienceDraftOf);
  const editing = useMemo(() => ({ draft, change, announce }), [draft]);
  const audience = useMemo(() => audienceOf(draft), [draft]);
  const estimate = useEstimate(audience, NO_MESSAGE);
  const taken = error?.code === "CONFLICT";
  const fault = taken ? t("saveAs.taken") : asked && name.trim() === "" ? t("saveAs.missing") : undefined;
  const save = async () => {
    setAsked(true);
    if (name.trim() === "") return document.getElementById(NAME_ID)?.focus();
    if (!audience) return;
    const isSaved = await run(async () => {
      const body = { name: name.trim(), audience };
      if (saved) await apiSend("PUT", `/api/audiences/${saved.id}`, { body });
      else await apiSend("POST", "/api/audiences", { body });
    });
    if (!isSaved) return;
    toast(t("editor.saved", { name: name.trim() }));
    router.push("/audiences");
  };
  const back = <TextLink href="/audiences" className={styles.back}><ArrowLeftRegular aria-hidden /> {t("editor.back")}</TextLink>;
  return (
    <>
      <PageHeader title={saved?.name ?? t("editor.titleNew")} above={back}>
        <Button appearance="primary" icon={<SaveRegular />} disabledFocusable={busy} onClick={() => void save()}>
          {t("editor.save")}
        </Button>
      </PageHeader>
      {!taken && <ProblemBar error={error} />}
      <div className={styles.stack}>
        <Field label={t("editor.name")} required {...(fault !== undefined && { validationMessage: fault })}>
          <Input
            id={NAME_ID}
            dir="auto"
            value={name}
            maxLength={MAX_NAME}
            onChange={(_event, { value }) => setName(value)}
          />
        </Field>
        <Section heading={t("editor.question")}>
          <AudienceProvider value={editing}>
            <AudienceBuilder
              label={t("column.who")}
              issue={asked && !audience ? t("editor.missing") : undefined}
            />
          </AudienceProvider>
        </Section>
        <Section heading={t("editor.estimate")}>
          <EstimatePanel state={estimate} onMissing="SKIP" />
          {audience && (
            <EstimateDetails estimate={estimate.estimate} question={{ audience, topic: null, onMissing: "SKIP" }} />
          )}
        </Section>
      </div>
      <div role="log" aria-live="polite" className={styles.hidden}>{spoken}</div>
    </>
  );
}
