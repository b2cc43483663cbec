"use client";

// The left column: the kind first, then the questions it brings. A standing broadcast has neither kind nor audience to
// choose; it says instead when it is sent.
import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { AudienceField } from "./audience-field";
import { ButtonList } from "./button-list";
import { useCompose } from "./compose-context";
import { DeliveryOptions } from "./delivery-options";
import { ImageFields } from "./image-fields";
import { KindPicker } from "./kind-picker";
import { MessageFields } from "./message-fields";
import { Section } from "./section";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalL },
});

export function ComposeFields() {
  const { form, standing } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  return (
    <div className={styles.stack}>
      {standing ? (
        <MessageBar layout="multiline"><MessageBarBody>{t(`standingWhen.${standing}`)}</MessageBarBody></MessageBar>
      ) : (
        <KindPicker />
      )}
      {form.kind !== null && (
        <>
          <MessageFields />
          <Section heading={t("section.extras")}>
            <ImageFields />
            <ButtonList />
          </Section>
          {!standing && <AudienceField />}
          <DeliveryOptions />
        </>
      )}
    </div>
  );
}
