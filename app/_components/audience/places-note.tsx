"use client";

// Beside the preview: how the card differs where it is posted for many.
import { Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { type AudienceDraft, hasPlaces } from "./audience-draft";

export function PlacesNote({ draft }: { draft: AudienceDraft }) {
  const t = useTranslations("audiences");
  if (!hasPlaces(draft)) return null;
  const onlyPlaces = draft.parts.every(({ kind }) => kind === "CHANNEL" || kind === "GROUP_CHAT");
  const color = tokens.colorNeutralForeground2;
  return <Text size={200} style={{ color }} role="note">{t(onlyPlaces ? "places.preview" : "places.mixed")}</Text>;
}
