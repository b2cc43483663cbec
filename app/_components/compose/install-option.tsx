"use client";

// Whether the app is installed first for people who do not have it, how many those are, and what that costs in time.
import { Checkbox, Field } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { EstimateAnswer } from "@/lib/domain/estimate";

import { useCompose } from "./compose-context";
import { durationWords } from "./duration-words";

export function InstallOption({ estimate }: { estimate: EstimateAnswer | null }) {
  const { form, change } = useCompose();
  const t = useTranslations("compose");
  return (
    <Field {...(estimate && { hint: hintOf(estimate, t) })}>
      <Checkbox
        label={t("estimate.install.label")}
        checked={form.onMissing === "INSTALL"}
        onChange={(_event, { checked }) => {
          change({ type: "set", values: { onMissing: checked === true ? "INSTALL" : "SKIP" } });
        }}
      />
    </Field>
  );
}

function hintOf({ needsInstall, installSeconds }: EstimateAnswer, t: ReturnType<typeof useTranslations>): string {
  if (needsInstall === 0) return t("estimate.install.none");
  return t("estimate.install.hint", { count: needsInstall, duration: durationWords(installSeconds, t) });
}
