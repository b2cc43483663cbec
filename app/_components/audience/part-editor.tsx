"use client";

// What there is to choose for one part of an audience, by its kind.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { PartDraft } from "./audience-draft";
import { AudienceWords } from "./audience-words";
import { FilterEditor } from "./filter-editor";
import { ListPicker } from "./list-picker";
import { SavedPicker } from "./saved-picker";
import { SearchPicker } from "./search-picker";

const useStyles = makeStyles({
  whole: {
    display: "grid",
    rowGap: tokens.spacingVerticalXS,
    padding: "10px 12px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

export function PartEditor({ part }: { part: PartDraft }) {
  switch (part.kind) {
    case null:
    case "ALL":
      return null;
    case "TEAM_MEMBERS":
    case "CHANNEL":
    case "GROUP_CHAT":
    case "ENTRA_GROUP":
    case "RECIPIENTS":
      return <SearchPicker key={part.kind} part={part} kind={part.kind} />;
    case "CSV":
      return <ListPicker part={part} />;
    case "FILTER":
      return <FilterEditor part={part} />;
    case "SAVED":
      return <SavedPicker part={part} />;
    case "OTHER":
      return <WholePart part={part} />;
  }
}

function WholePart({ part }: { part: PartDraft }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  return (
    <div className={styles.whole}>
      {part.whole && <Text><AudienceWords audience={part.whole.audience} /></Text>}
      <Text size={200}>{t("whole.note")}</Text>
    </div>
  );
}
