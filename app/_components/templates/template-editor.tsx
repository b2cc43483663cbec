"use client";

// The editor of one template: its name, the questions of its kind, and beside them the card, filled with words one may
// try. It is mounted once per template; whatever is saved is saved as a whole.
import {
  Button, Field, Input, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens,
} from "@fluentui/react-components";
import { SaveRegular } from "@fluentui/react-icons/svg/save";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { ButtonList } from "@/app/_components/compose/button-list";
import { type Compose, ComposeProvider } from "@/app/_components/compose/compose-context";
import { ImageFields } from "@/app/_components/compose/image-fields";
import { KindPicker } from "@/app/_components/compose/kind-picker";
import { LeaveDialog } from "@/app/_components/compose/leave-dialog";
import { MessageFields } from "@/app/_components/compose/message-fields";
import { Section } from "@/app/_components/compose/section";
import { useLeaveGuard } from "@/app/_components/compose/use-leave-guard";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { TextLink } from "@/app/_components/soft-link";
import { useToast } from "@/app/_components/use-toast";
import type { TemplateView } from "@/lib/domain/views";

import { TemplateAside } from "./template-aside";
import { type TemplateForm, useTemplateForm } from "./use-template-form";

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(340px, 440px)",
    gap: tokens.spacingHorizontalXXL,
    alignItems: "start",
    "@media (max-width: 1100px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  // A long form is saved from wherever one is in it.
  head: {
    position: "sticky",
    top: "48px",
    zIndex: 3,
    marginInline: "-8px",
    paddingInline: "8px",
    backgroundColor: tokens.colorNeutralBackground2,
    "@media (max-width: 700px), (max-height: 560px)": { position: "static" },
  },
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalL },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

const NO_TOPICS: Compose["topics"] = [];
const cannotSaveBySelf = () => Promise.resolve(false);

type Props = { template: TemplateView | null; onReload: () => void };

export function TemplateEditor({ template, onReload }: Props) {
  const styles = useStyles();
  const editor = useTemplateForm(template, useLocale());
  const [spoken, announce] = useState("");
  const guard = useLeaveGuard(editor.unsaved, cannotSaveBySelf);
  const { form, change, issueAt } = editor;
  const touch = useCallback(() => undefined, []);
  const compose = useMemo<Compose>(
    () => ({ form, change, standing: false, template: true, topics: NO_TOPICS, issueAt, touch, announce }),
    [form, change, issueAt, touch],
  );
  return (
    <ComposeProvider value={compose}>
      <EditorHead editor={editor} isNew={template === null} onReload={onReload} />
      <div className={form.kind === null ? styles.stack : styles.columns}>
        <div className={styles.stack}>
          <NameSection editor={editor} />
          <KindPicker />
          {form.kind !== null && <MessageFields />}
          {form.kind !== null && <Extras />}
        </div>
        {form.kind !== null && <TemplateAside message={editor.message} />}
      </div>
      <LeaveDialog guard={guard} auto={false} />
      <div role="log" aria-live="polite" className={styles.hidden}>{spoken}</div>
    </ComposeProvider>
  );
}

type HeadProps = { editor: TemplateForm; isNew: boolean; onReload: () => void };

function EditorHead({ editor, isNew, onReload }: HeadProps) {
  const t = useTranslations("templates");
  const styles = useStyles();
  const router = useRouter();
  const toast = useToast();
  const save = async () => {
    const saved = await editor.save();
    if (!saved) return document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    toast(t("saved", { name: saved.name }));
    if (isNew) router.replace(`/templates/${saved.id}`);
  };
  return (
    <div className={styles.head}>
      <PageHeader
        title={editor.name.trim() || t("editor.new")}
        above={<TextLink href="/templates">{t("editor.back")}</TextLink>}
        about={editor.unsaved ? t("editor.unsaved") : t("editor.about")}
      >
        <Button
          appearance="primary"
          icon={<SaveRegular />}
          disabled={editor.form.kind === null}
          disabledFocusable={editor.busy}
          onClick={() => void save()}
        >
          {t("editor.save")}
        </Button>
      </PageHeader>
      {editor.outdated ? (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>{t("editor.outdated")}</MessageBarBody>
          <MessageBarActions><Button onClick={onReload}>{t("editor.load")}</Button></MessageBarActions>
        </MessageBar>
      ) : (
        <ProblemBar error={editor.problem} />
      )}
    </div>
  );
}

function NameSection({ editor: { name, rename, nameIssue } }: { editor: TemplateForm }) {
  const t = useTranslations("templates");
  return (
    <Section heading={t("editor.nameHeading")}>
      <Field label={t("editor.name")} hint={t("editor.nameHint")} required {...(nameIssue && { validationMessage: nameIssue })}>
        <Input name="name" value={name} dir="auto" onChange={(_, { value }) => rename(value)} />
      </Field>
    </Section>
  );
}

function Extras() {
  const t = useTranslations("compose");
  return (
    <Section heading={t("section.extras")}>
      <ImageFields />
      <ButtonList />
    </Section>
  );
}
