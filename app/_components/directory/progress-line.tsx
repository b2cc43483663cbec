"use client";

// How far long work is: a bar, the numbers, the rate, and tenths for whoever hears the page instead of seeing it.
import { makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

const useStyles = makeStyles({
  line: { display: "flex", flexWrap: "wrap", gap: "4px 20px", justifyContent: "space-between" },
  quiet: { color: tokens.colorNeutralForeground2 },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

type Props = {
  label: string;
  /** From 0 to 1; undefined while nobody knows. */
  share: number | undefined;
  words: string;
  pace?: string | undefined;
  color?: "brand" | "warning";
};

export function ProgressLine({ label, share, words, pace, color = "brand" }: Props) {
  const styles = useStyles();
  const t = useTranslations("directory.sync");
  const percent = share === undefined ? undefined : Math.floor(Math.min(share, 1) * 10) * 10;
  return (
    <>
      <ProgressBar
        thickness="large"
        color={color}
        aria-label={label}
        aria-valuetext={words}
        {...(share === undefined ? {} : { value: Math.min(share, 1) })}
      />
      <div className={styles.line}>
        <Text weight="semibold">{words}</Text>
        {pace && <Text className={styles.quiet}>{pace}</Text>}
      </div>
      {percent !== undefined && <span role="status" className={styles.hidden}>{t("announce", { percent })}</span>}
    </>
  );
}
