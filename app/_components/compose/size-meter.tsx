"use client";

// How much of what Teams accepts the card uses.
import { Field, ProgressBar } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { ADVISE_BYTES, MAX_BYTES } from "@/lib/domain/size";

export function SizeMeter({ sizeBytes }: { sizeBytes: number }) {
  const t = useTranslations("compose");
  const format = useFormatter();
  const tooLarge = sizeBytes > MAX_BYTES;
  const large = sizeBytes >= ADVISE_BYTES;
  const words = { advised: ADVISE_BYTES / 1024, max: MAX_BYTES / 1024 };
  const used = format.number(sizeBytes / 1024, { maximumFractionDigits: 1 });
  return (
    <Field
      label={`${t("size.label")}: ${t("size.value", { used, max: words.max })}`}
      validationState={tooLarge ? "error" : large ? "warning" : "none"}
      validationMessage={t(tooLarge ? "size.tooLarge" : large ? "size.large" : "size.fine", words)}
    >
      <ProgressBar value={Math.min(sizeBytes, MAX_BYTES)} max={MAX_BYTES} shape="rounded" />
    </Field>
  );
}
