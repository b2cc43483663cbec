"use client";

// Who gets it: everyone, the members of teams, or chosen people, and how many that comes to. Each way keeps its own
// choice while one tries the others.
import { makeStyles, tokens } from "@fluentui/react-components";
import { OrganizationRegular } from "@fluentui/react-icons/svg/organization";
import { PeopleTeamRegular } from "@fluentui/react-icons/svg/people-team";
import { PersonRegular } from "@fluentui/react-icons/svg/person";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { AudienceKind } from "@/lib/domain/audience";

import { ChoiceCards } from "./choice-cards";
import { useCompose } from "./compose-context";
import { audienceOf } from "./draft-form";
import { fieldIdOf } from "./draft-issues";
import { EstimatePanel } from "./estimate-panel";
import { PeoplePicker } from "./people-picker";
import { Section } from "./section";
import { TeamPicker } from "./team-picker";
import { useEstimate } from "./use-estimate";

const KINDS = ["ALL", "TEAM_MEMBERS", "RECIPIENTS"] as const satisfies readonly AudienceKind[];
const ICONS: Record<(typeof KINDS)[number], ReactNode> = {
  ALL: <OrganizationRegular />,
  TEAM_MEMBERS: <PeopleTeamRegular />,
  RECIPIENTS: <PersonRegular />,
};

const useStyles = makeStyles({
  field: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
});

export function AudienceField() {
  const { form, change, issueAt } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const { audience } = form;
  const estimate = useEstimate(audienceOf(audience), form.topic);
  const choices = KINDS.map((kind) => ({
    value: kind,
    label: t(`audience.${kind}`),
    text: t(`audience.${kind}_text`),
    icon: ICONS[kind],
  }));
  return (
    <Section heading={t("section.audience")}>
      <div id={fieldIdOf("audience")} className={styles.field}>
        <ChoiceCards
          label={t("field.audience")}
          required
          value={audience.kind === "OTHER" ? null : audience.kind}
          choices={choices}
          onChange={(kind) => change({ type: "set", values: { audience: { ...audience, kind } } })}
          issue={issueAt("audience")}
        />
        {audience.kind === "TEAM_MEMBERS" && <TeamPicker />}
        {audience.kind === "RECIPIENTS" && <PeoplePicker />}
      </div>
      <EstimatePanel state={estimate} />
    </Section>
  );
}
