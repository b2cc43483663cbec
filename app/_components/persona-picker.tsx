"use client";

// The practice sign-in: choose who to be. It exists only while the simulated tenant stands in for Entra ID.
import { Avatar, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { Persona } from "@/lib/domain/personas";

import { apiSend } from "./api";
import { ProblemBar } from "./problem-bar";
import { useCommand } from "./use-command";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: "8px" },
  button: {
    display: "flex",
    alignItems: "center",
    columnGap: "12px",
    width: "100%",
    padding: "12px 14px",
    textAlign: "start",
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    font: "inherit",
    cursor: "pointer",
    // The background stays: in high contrast a changed one would swallow the quieter words.
    ":hover": { boxShadow: tokens.shadow4, border: `1px solid ${tokens.colorBrandStroke1}` },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "1px" },
  },
  words: { display: "grid" },
  about: { color: tokens.colorNeutralForeground3 },
});

type Props = { personas: readonly Persona[]; next: string };

export function PersonaPicker({ personas, next }: Props) {
  const styles = useStyles();
  const t = useTranslations("shell");
  const { busy, error, run } = useCommand();
  // A full load, so that every page is rendered for the person who now is signed in.
  const signIn = ({ objectId }: Persona) => void run(async () => {
    await apiSend("POST", "/api/sign-in/practice", { body: { objectId } });
    window.location.assign(next);
  });
  return (
    <>
      <ProblemBar error={error} />
      <ul className={styles.list}>
        {personas.map((persona) => (
          <li key={persona.objectId}>
            <button type="button" className={styles.button} disabled={busy} onClick={() => signIn(persona)}>
              <Avatar name={persona.displayName} size={36} color="colorful" aria-hidden />
              <span className={styles.words}>
                <Text weight="semibold">{t("signIn.as", { name: persona.displayName, role: t(`role.${persona.role}`) })}</Text>
                <Text size={200} className={styles.about}>{t(`roleMeaning.${persona.role}`)}</Text>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
