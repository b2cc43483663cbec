"use client";

// The form of one topic, in a panel beside the list. Fields are checked when left and when saved; the first one at
// fault then has the focus.
import {
  Button,
  Checkbox,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Input,
  makeStyles,
  OverlayDrawer,
  Textarea,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useTranslations } from "use-intl";

import type { TopicView } from "@/lib/domain/views";

import { ProblemBar } from "./problem-bar";
import { usePerson } from "./shell-context";
import { useFocusBack } from "./use-focus-back";
import { type TopicForm, useTopicForm } from "./use-topic-form";

const useStyles = makeStyles({
  form: { display: "grid", rowGap: "16px", paddingBlock: "8px 16px" },
  footer: { display: "flex", gap: "8px" },
});

type Props = { topic: TopicView | undefined; onClose: () => void; onSaved: () => void };

/** Open as long as it is mounted, so each opening starts from the topic as it is now. */
export function TopicDrawer({ topic, onClose, onSaved }: Props) {
  useFocusBack();
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      style={{ maxWidth: "100vw" }}
      onOpenChange={(_, data) => !data.open && onClose()}
    >
      <TopicPanel topic={topic} onClose={onClose} onSaved={onSaved} />
    </OverlayDrawer>
  );
}

function TopicPanel({ topic, onClose, onSaved }: Props) {
  const styles = useStyles();
  const t = useTranslations("topics");
  const shell = useTranslations("shell");
  const form = useTopicForm(topic, () => {
    onSaved();
    onClose();
  });
  const close = <Button appearance="subtle" icon={<DismissRegular />} aria-label={shell("close")} onClick={onClose} />;
  return (
    <>
      <DrawerHeader>
        <DrawerHeaderTitle action={close}>{topic ? t("form.editTitle") : t("form.newTitle")}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <form id="topic-form" noValidate className={styles.form} onSubmit={form.submit}>
          <ProblemBar error={form.problem} />
          <TopicFields form={form} isNew={topic === undefined} />
        </form>
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        <Button appearance="primary" type="submit" form="topic-form" disabled={form.busy}>{t("form.save")}</Button>
        <Button onClick={onClose}>{t("form.leave")}</Button>
      </DrawerFooter>
    </>
  );
}

function TopicFields({ form, isNew }: { form: TopicForm; isNew: boolean }) {
  const t = useTranslations("topics");
  const { role } = usePerson();
  const { values, issueOf, change, check } = form;
  return (
    <>
      <Field label={t("form.name")} hint={t("form.nameHint")} required {...issueOf("name")}>
        <Input
          name="name"
          value={values.name}
          maxLength={80}
          onChange={(_, { value }) => change({ name: value })}
          onBlur={() => check("name")}
        />
      </Field>
      <Field label={t("form.key")} hint={isNew ? t("form.keyHint") : t("form.keyFixed")} required {...issueOf("key")}>
        <Input
          name="key"
          value={values.key}
          maxLength={60}
          readOnly={!isNew}
          onChange={(_, { value }) => change({ key: value })}
          onBlur={() => check("key")}
        />
      </Field>
      <Field label={t("form.description")} hint={t("form.descriptionHint")} {...issueOf("description")}>
        <Textarea
          name="description"
          value={values.description}
          maxLength={300}
          rows={4}
          onChange={(_, { value }) => change({ description: value })}
          onBlur={() => check("description")}
        />
      </Field>
      {role === "admin" && (
        <Field hint={t("form.mandatoryHint")}>
          <Checkbox
            label={t("form.mandatory")}
            checked={values.mandatory}
            onChange={(_, { checked }) => change({ mandatory: checked === true })}
          />
        </Field>
      )}
    </>
  );
}
