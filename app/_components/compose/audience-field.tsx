"use client";

// Who gets it, how many that comes to, and why somebody is not among them.
import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useCallback, useMemo } from "react";
import { useTranslations } from "use-intl";

import { AudienceBuilder } from "@/app/_components/audience/audience-builder";
import { AudienceProvider } from "@/app/_components/audience/audience-context";
import { audienceOf, hasPlaces } from "@/app/_components/audience/audience-draft";
import type { AudienceChange } from "@/app/_components/audience/change-audience";
import { EstimateDetails } from "@/app/_components/audience/estimate-details";
import { SaveAudienceButton } from "@/app/_components/audience/save-audience-button";

import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { EstimatePanel } from "./estimate-panel";
import { InstallOption } from "./install-option";
import { Section } from "./section";
import { useEstimate } from "./use-estimate";

const useStyles = makeStyles({
  field: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
});

export function AudienceField() {
  const { form, change, issueAt, announce } = useCompose();
  const t = useTranslations("compose");
  const a = useTranslations("audiences");
  const styles = useStyles();
  const { audience: draft, topic, onMissing, priority } = form;
  const audience = useMemo(() => audienceOf(draft), [draft]);
  const changeAudience = useCallback((one: AudienceChange) => change({ type: "audience", change: one }), [change]);
  const editing = useMemo(() => ({ draft, change: changeAudience, announce }), [draft, changeAudience, announce]);
  const estimate = useEstimate(audience, { topic, priority, onMissing });
  return (
    <Section heading={t("section.audience")} command={audience && <SaveAudienceButton audience={audience} />}>
      <div id={fieldIdOf("audience")} className={styles.field}>
        <AudienceProvider value={editing}>
          <AudienceBuilder label={t("field.audience")} issue={issueAt("audience")} />
        </AudienceProvider>
      </div>
      {hasPlaces(draft) && (
        <MessageBar intent="info" layout="multiline"><MessageBarBody>{a("places.note")}</MessageBarBody></MessageBar>
      )}
      <EstimatePanel state={estimate} onMissing={onMissing} />
      <InstallOption estimate={estimate.estimate} />
      {audience && <EstimateDetails estimate={estimate.estimate} question={{ audience, topic, onMissing }} />}
    </Section>
  );
}
