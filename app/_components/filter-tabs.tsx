"use client";

// Filters that look like tabs and are links: each has an address of its own, opens in a new window if asked to, and is
// announced as the current one. Nothing here is a tab panel, so nothing pretends to be one.
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import Link from "next/link";

const useStyles = makeStyles({
  list: { display: "flex", flexWrap: "wrap", listStyleType: "none", margin: "0 -10px", padding: 0 },
  link: {
    position: "relative",
    display: "block",
    padding: "10px",
    color: tokens.colorNeutralForeground2,
    borderRadius: tokens.borderRadiusMedium,
    textDecorationLine: "none",
    ":hover": { color: tokens.colorNeutralForeground1, textDecorationLine: "underline" },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  selected: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    "::after": {
      content: "''",
      position: "absolute",
      insetInline: "10px",
      bottom: 0,
      height: "3px",
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandStroke,
      forcedColorAdjust: "none",
    },
  },
});

type Props = {
  label: string;
  tabs: readonly { key: string; word: string }[];
  selected: string;
  hrefOf: (key: string) => string;
};

export function FilterTabs({ label, tabs, selected, hrefOf }: Props) {
  const styles = useStyles();
  return (
    <nav aria-label={label}>
      <ul className={styles.list}>
        {tabs.map(({ key, word }) => (
          <li key={key}>
            <Link
              href={hrefOf(key)}
              scroll={false}
              prefetch={false}
              className={mergeClasses(styles.link, key === selected && styles.selected)}
              aria-current={key === selected ? "page" : undefined}
            >
              {word}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
