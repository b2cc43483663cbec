"use client";

// The exact command by which another system sends an event of one template, to be copied into that system.
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Select,
  Text,
  tokens,
} from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import { useToast } from "@/app/_components/use-toast";
import { exampleEvent, IDEMPOTENCY_HOURS } from "@/lib/domain/external-event";
import type { Page, TemplateView, TopicView } from "@/lib/domain/views";

import { curlExample } from "./curl-example";

const useStyles = makeStyles({
  surface: { maxWidth: "760px" },
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
  code: {
    margin: 0,
    padding: "12px",
    maxHeight: "40vh",
    overflow: "auto",
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  note: { color: tokens.colorNeutralForeground2 },
});

type Props = { template: Pick<TemplateView, "name" | "message">; onClose: () => void };

export function EventExampleDialog({ template, onClose }: Props) {
  const t = useTranslations("events");
  const styles = useStyles();
  const toast = useToast();
  const topics = useLive<Page<TopicView>>("/api/topics", 0);
  const [chosen, setChosen] = useState<string>();
  const [dryRun, setDryRun] = useState(false);
  const topic = chosen ?? topics.data?.items.find(({ mandatory }) => !mandatory)?.key ?? "‹topic›";
  const body = { ...exampleEvent(template, topic), ...(dryRun ? { dryRun: true } : {}) };
  const command = curlExample(window.location.origin, body);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    toast(t("example.copied"));
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t("example.title", { name: template.name })}</DialogTitle>
          <DialogContent className={styles.stack}>
            <Text className={styles.note}>{t("example.about")}</Text>
            <Field label={t("example.topic")}>
              <Select value={topic} onChange={(_event, { value }) => setChosen(value)}>
                {topics.data?.items.map(({ key, name }) => <option key={key} value={key}>{name}</option>)}
              </Select>
            </Field>
            <Checkbox
              label={t("example.dryRun")}
              checked={dryRun}
              onChange={(_event, { checked }) => setDryRun(checked === true)}
            />
            {/* A region that scrolls must be reachable by keyboard. */}
            <pre className={styles.code} tabIndex={0} role="region" aria-label={t("example.command")} dir="ltr">{command}</pre>
            <Text size={200} className={styles.note}>{t("example.once", { hours: IDEMPOTENCY_HOURS })}</Text>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>{t("example.close")}</Button>
            <Button appearance="primary" icon={<CopyRegular />} onClick={() => void copy()}>{t("example.copy")}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
