"use client";

// The card as it will look, following the author's typing, in light or dark and as wide as a desk or a phone.
import { makeStyles, tokens } from "@fluentui/react-components";
import { DesktopRegular } from "@fluentui/react-icons/svg/desktop";
import { PhoneRegular } from "@fluentui/react-icons/svg/phone";
import { WeatherMoonRegular } from "@fluentui/react-icons/svg/weather-moon";
import { WeatherSunnyRegular } from "@fluentui/react-icons/svg/weather-sunny";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { CardPreview } from "@/app/_components/card-preview";

import type { Preview } from "./preview-card";
import { Toggle } from "./toggle";

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalM, gridTemplateColumns: "minmax(0, 1fr)" },
  toggles: { display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: tokens.spacingHorizontalM },
});

export function PreviewPanel({ preview }: { preview: Preview }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const [theme, setTheme] = useState<"light" | "dark">("light");
  const [width, setWidth] = useState<"wide" | "phone">("wide");
  return (
    <div className={styles.stack}>
      <div className={styles.toggles}>
        <Toggle
          label={t("preview.theme")}
          value={theme}
          onChange={setTheme}
          choices={[
            { value: "light", label: t("preview.light"), icon: <WeatherSunnyRegular /> },
            { value: "dark", label: t("preview.dark"), icon: <WeatherMoonRegular /> },
          ]}
        />
        <Toggle
          label={t("preview.width")}
          value={width}
          onChange={setWidth}
          choices={[
            { value: "wide", label: t("preview.wide"), icon: <DesktopRegular /> },
            { value: "phone", label: t("preview.phone"), icon: <PhoneRegular /> },
          ]}
        />
      </div>
      <CardPreview
        card={preview.card}
        summary={preview.summary}
        theme={theme}
        width={width}
        senderName="Herald"
        label={{
          preview: t("preview.label"),
          approximate: t("preview.approximate"),
          toast: t("preview.toast"),
          failed: t("preview.failed"),
        }}
      />
    </div>
  );
}
