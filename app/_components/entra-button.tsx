"use client";

// The way in with a work account; while nobody is an admin, also with the one-time code that makes the first one.
import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";

import type { SignInProblem } from "@/lib/domain/sign-in";

import { apiSend } from "./api";
import { ProblemBar } from "./problem-bar";
import { useCommand } from "./use-command";

const useStyles = makeStyles({ form: { display: "grid", rowGap: "16px" } });

type Props = { next: string; needsAdmin: boolean; problem: SignInProblem | undefined };

export function EntraButton({ next, needsAdmin, problem }: Props) {
  const styles = useStyles();
  const t = useTranslations("signIn");
  const { busy, error, run } = useCommand();
  const [adminCode, setAdminCode] = useState("");
  // The account that Entra would take by itself was the wrong one.
  const chooseAccount = problem === "TENANT" || problem === "NO_ROLE";
  const go = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const code = adminCode.trim() === "" ? {} : { adminCode: adminCode.trim() };
      const { url } = await apiSend<{ url: string }>("POST", "/api/sign-in/entra", { body: { next, chooseAccount, ...code } });
      window.location.assign(url);
    });
  };
  return (
    <form className={styles.form} onSubmit={go}>
      <ProblemBar error={error} />
      {needsAdmin && (
        <Field label={t("code.label")} hint={t("code.hint")}>
          <Input value={adminCode} autoComplete="off" maxLength={200} onChange={(_, { value }) => setAdminCode(value)} />
        </Field>
      )}
      <Button appearance="primary" size="large" type="submit" disabledFocusable={busy}>
        {chooseAccount ? t("otherAccount") : t("withWorkAccount")}
      </Button>
    </form>
  );
}
