"use client";

// Makes a key in a panel beside the list: for which system, with which role and scopes, until when and how much.
import {
  Button, DrawerBody, DrawerFooter, DrawerHeader, DrawerHeaderTitle, Field, Input, makeStyles, OverlayDrawer, Radio, RadioGroup,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useFocusBack } from "@/app/_components/use-focus-back";
import { DEFAULT_KEY_LIMITS, EVERY_SCOPE } from "@/lib/domain/api-key";
import { type Role, ROLES } from "@/lib/domain/role";

import { faultOf, LimitFields, type LimitValues, sentLimits } from "./limit-fields";
import { type ScopeChoice, ScopePicker } from "./scope-picker";
import type { ShownSecret } from "./secret-dialog";

const useStyles = makeStyles({
  form: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "16px", paddingBlock: "8px 16px" },
  footer: { display: "flex", gap: "8px" },
});

const FIRST_LIMITS: LimitValues = {
  day: "",
  eventsPerMinute: String(DEFAULT_KEY_LIMITS.eventsPerMinute),
  peoplePerEvent: String(DEFAULT_KEY_LIMITS.peoplePerEvent),
};

type Props = { onClose: () => void; onMade: (secret: ShownSecret) => void };

/** Open as long as it is mounted. */
export function MakeKeyDrawer(props: Props) {
  useFocusBack();
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      style={{ maxWidth: "100vw" }}
      onOpenChange={(_, data) => !data.open && props.onClose()}
    >
      <MakeKeyPanel {...props} />
    </OverlayDrawer>
  );
}

function MakeKeyPanel({ onClose, onMade }: Props) {
  const styles = useStyles();
  const t = useTranslations("keys");
  const shell = useTranslations("shell");
  const { busy, error, run } = useCommand();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("author");
  const [choice, setChoice] = useState<ScopeChoice>({ every: false, scopes: [] });
  const [limits, setLimits] = useState(FIRST_LIMITS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const scopes = choice.every ? [EVERY_SCOPE] : choice.scopes;
      const body = { name, role, scopes, ...sentLimits(limits) };
      const { key } = await apiSend<{ key: string }>("POST", "/api/api-keys", { body });
      onClose();
      onMade({ name: name.trim(), key });
    });
  };
  const close = <Button appearance="subtle" icon={<DismissRegular />} aria-label={shell("close")} onClick={onClose} />;
  return (
    <>
      <DrawerHeader><DrawerHeaderTitle action={close}>{t("make.title")}</DrawerHeaderTitle></DrawerHeader>
      <DrawerBody>
        <form id="make-key" noValidate className={styles.form} onSubmit={submit}>
          {error && error.issues.length === 0 && <ProblemBar error={error} />}
          <Field label={t("field.name")} hint={t("field.nameHint")} required {...faultOf(error, "name")}>
            <Input value={name} maxLength={80} dir="auto" onChange={(_, { value }) => setName(value)} />
          </Field>
          <Field label={t("field.role")} required>
            <RadioGroup value={role} onChange={(_, { value }) => setRole(value as Role)}>
              {ROLES.map((one) => <Radio key={one} value={one} label={`${shell(`role.${one}`)}: ${shell(`roleMeaning.${one}`)}`} />)}
            </RadioGroup>
          </Field>
          <ScopePicker choice={choice} fault={faultOf(error, "scopes").validationMessage} onChange={setChoice} />
          <LimitFields values={limits} error={error} onChange={(patch) => setLimits((before) => ({ ...before, ...patch }))} />
        </form>
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        <Button appearance="primary" type="submit" form="make-key" disabled={busy}>{t("make.save")}</Button>
        <Button onClick={onClose}>{shell("goBack")}</Button>
      </DrawerFooter>
    </>
  );
}
