"use client";
// A card as its reader will meet it: the toast, then the chat bubble, drawn by the `adaptivecards` renderer with
// Teams' colours. It is a picture to judge by: the buttons do nothing, and it says that it is approximate.
import {
  FluentProvider,
  makeStyles,
  mergeClasses,
  teamsDarkTheme,
  teamsLightTheme,
  tokens,
} from "@fluentui/react-components";
import { useEffect, useRef } from "react";

import type { AdaptiveCard } from "@/lib/domain/card-elements";

import { drawCard } from "./draw-card";
import type { TeamsTheme } from "./teams-host-config";

export type CardPreviewProps = {
  card: AdaptiveCard;
  /** The line of the toast and the chat list. */
  summary: string;
  theme: TeamsTheme;
  width: "wide" | "phone";
  senderName: string;
  /** Localised words: what the whole is, and that it is approximate. */
  label: { preview: string; approximate: string; toast: string; failed: string };
};

export function CardPreview({ card, summary, theme, width, senderName, label }: CardPreviewProps) {
  const styles = useStyles();
  return (
    <FluentProvider theme={theme === "dark" ? teamsDarkTheme : teamsLightTheme} className={styles.provider}>
      <figure className={mergeClasses(styles.chat, width === "phone" && styles.phone)} aria-label={label.preview}>
        <div className={styles.toast} role="group" aria-label={label.toast}>
          <Avatar name={senderName} small />
          <div className={styles.toastWords}>
            <span className={styles.sender}>{senderName}</span>
            <span className={styles.toastText} dir="auto">
              {summary}
            </span>
          </div>
        </div>
        <div className={styles.row}>
          <Avatar name={senderName} />
          <div className={styles.message}>
            <span className={styles.sender}>{senderName}</span>
            <DrawnCard card={card} theme={theme} failed={label.failed} />
          </div>
        </div>
        <figcaption className={styles.caption}>{label.approximate}</figcaption>
      </figure>
    </FluentProvider>
  );
}

function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.avatar, small && styles.avatarSmall)} aria-hidden>
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}

function DrawnCard({ card, theme, failed }: { card: AdaptiveCard; theme: TeamsTheme; failed: string }) {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let current = true;
    // While an author types, an older drawing may finish after a newer one: only the newest may be shown.
    drawCard(card, theme)
      .then((element) => current && place.current?.replaceChildren(element))
      .catch((cause: unknown) => {
        console.error("The card could not be drawn.", cause);
        if (current) place.current?.replaceChildren(failed);
      });
    return () => {
      current = false;
    };
  }, [card, theme, failed]);
  return <div ref={place} className={styles.card} />;
}

const useStyles = makeStyles({
  provider: { backgroundColor: "transparent" },
  chat: {
    margin: 0,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    maxWidth: "640px",
    boxSizing: "border-box",
  },
  phone: { width: "320px", maxWidth: "100%", padding: tokens.spacingHorizontalS },
  toast: {
    display: "flex",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    alignSelf: "flex-end",
    maxWidth: "min(340px, 100%)",
    boxSizing: "border-box",
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  toastWords: { display: "flex", flexDirection: "column", minWidth: 0 },
  toastText: {
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  row: { display: "flex", columnGap: tokens.spacingHorizontalS, alignItems: "flex-start" },
  message: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS, minWidth: 0, flexGrow: 1 },
  sender: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  avatar: {
    flexShrink: 0,
    width: "32px",
    height: "32px",
    lineHeight: "32px",
    textAlign: "center",
    // Teams shows bots as hexagons and people as circles.
    clipPath: "polygon(25% 4%, 75% 4%, 100% 50%, 75% 96%, 25% 96%, 0 50%)",
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    fontWeight: tokens.fontWeightSemibold,
  },
  avatarSmall: { width: "24px", height: "24px", lineHeight: "24px", fontSize: tokens.fontSizeBase200 },
  caption: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    textAlign: "center",
  },
  card: {
    overflow: "hidden",
    overflowWrap: "anywhere",
    minHeight: "48px",
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    "& p": { margin: 0 },
    "& p + p, & p + ul, & p + ol, & ul + p, & ol + p": { marginTop: tokens.spacingVerticalS },
    "& ul, & ol": { marginTop: 0, marginBottom: 0, paddingInlineStart: "20px" },
    "& a": { color: tokens.colorBrandForegroundLink },
    "& .ac-image": { borderRadius: tokens.borderRadiusMedium, maxWidth: "100%" },
    // The renderer cuts off what does not fit; Teams wraps.
    "& .ac-actionSet": { flexWrap: "wrap", rowGap: tokens.spacingVerticalS },
    "& .ac-pushButton": {
      minHeight: "32px",
      maxWidth: "100%",
      padding: `5px ${tokens.spacingHorizontalM}`,
      border: `1px solid ${tokens.colorNeutralStroke1}`,
      borderRadius: tokens.borderRadiusMedium,
      backgroundColor: tokens.colorNeutralBackground1,
      color: tokens.colorNeutralForeground1,
      fontFamily: tokens.fontFamilyBase,
      fontSize: tokens.fontSizeBase300,
      fontWeight: tokens.fontWeightSemibold,
      cursor: "default",
    },
    "& .ac-pushButton.style-positive": {
      border: "1px solid transparent",
      backgroundColor: tokens.colorBrandBackground,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
});
