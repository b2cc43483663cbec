"use client";

// Who an audience is: one kind to begin with, then further parts ("and also") and parts that are taken away ("but not").
import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, tokens } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { SubtractRegular } from "@fluentui/react-icons/svg/subtract";
import { useRef } from "react";
import { useTranslations } from "use-intl";

import { ChoiceCards } from "@/app/_components/compose/choice-cards";

import { useAudience } from "./audience-context";
import { OFFERED_KINDS, type OfferedKind, type PartDraft, type Side } from "./audience-draft";
import { nextKey } from "./change-audience";
import { KIND_ICONS } from "./kind-icons";
import { PartCard, partIdOf } from "./part-card";
import { PartEditor } from "./part-editor";

/** Adding everyone makes the rest pointless, and taking everyone away leaves nobody. */
const MENU_KINDS = OFFERED_KINDS.filter((kind) => kind !== "ALL");

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
  more: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

type Props = { /** The name of the question, and what is wrong with the answer. */ label: string; issue?: string | undefined };

export function AudienceBuilder({ label, issue }: Props) {
  const { draft } = useAudience();
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  const [first, ...others] = draft.parts;
  // Whatever a removed part held the focus on, the next place to go on from is where parts are added.
  const focusMore = () => setTimeout(() => place.current?.querySelector<HTMLElement>("[data-add-part]")?.focus(), 0);
  if (!first) return null;
  const isBegun = first.kind !== null || others.length > 0 || draft.without.length > 0;
  return (
    <div className={styles.stack} ref={place}>
      <FirstPart part={first} label={label} issue={issue} />
      {others.map((part) => <PartCard key={part.key} part={part} side="parts" onRemoved={focusMore} />)}
      {draft.without.map((part) => <PartCard key={part.key} part={part} side="without" onRemoved={focusMore} />)}
      {isBegun && (
        <div className={styles.more}>
          <AddPart side="parts" />
          <AddPart side="without" />
        </div>
      )}
    </div>
  );
}

function FirstPart({ part, label, issue }: { part: PartDraft; label: string; issue: string | undefined }) {
  const { change } = useAudience();
  const t = useTranslations("audiences");
  const choices = OFFERED_KINDS.map((kind) => ({
    value: kind, label: t(`kind.${kind}`), text: t(`about.${kind}`), icon: KIND_ICONS[kind],
  }));
  return (
    <>
      <ChoiceCards
        label={label}
        required
        tight
        value={part.kind === "OTHER" ? null : part.kind}
        choices={choices}
        onChange={(kind) => change({ type: "kind", key: part.key, kind })}
        issue={issue}
      />
      <PartEditor part={part} />
    </>
  );
}

function AddPart({ side }: { side: Side }) {
  const { draft, change } = useAudience();
  const t = useTranslations("audiences");
  const add = (kind: OfferedKind) => {
    const key = nextKey(draft);
    change({ type: "add", side, kind });
    // The part is drawn before the next task runs.
    setTimeout(() => focusPart(key), 0);
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={side === "parts" ? <AddRegular /> : <SubtractRegular />} data-add-part={side}>{t(`add.${side}`)}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {MENU_KINDS.map((kind) => (
            <MenuItem key={kind} icon={KIND_ICONS[kind]} onClick={() => add(kind)}>{t(`kind.${kind}`)}</MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The first thing to choose in a part; before it stands the button that removes it. */
function focusPart(key: number): void {
  const card = document.getElementById(partIdOf(key));
  card?.querySelector<HTMLElement>(":scope > :last-child :is(input, select, button)")?.focus();
}
