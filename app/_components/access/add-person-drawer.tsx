"use client";

// Gives somebody a role, in a panel beside the list: found by name in what Herald knows of the directory, or by the object id
// as Entra shows it.
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
import { useToast } from "@/app/_components/use-toast";
import { type Role, ROLES } from "@/lib/domain/role";

import { FindPerson } from "./find-person";

const useStyles = makeStyles({
  form: { display: "grid", rowGap: "16px", paddingBlock: "8px 16px" },
  footer: { display: "flex", gap: "8px" },
});

type Props = { onClose: () => void; onSaved: () => void };
type Values = { displayName: string; objectId: string; role: Role };

/** Open as long as it is mounted. */
export function AddPersonDrawer(props: Props) {
  useFocusBack();
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      style={{ maxWidth: "100vw" }}
      onOpenChange={(_, data) => !data.open && props.onClose()}
    >
      <AddPersonPanel {...props} />
    </OverlayDrawer>
  );
}

function AddPersonPanel({ onClose, onSaved }: Props) {
  const styles = useStyles();
  const t = useTranslations("access");
  const shell = useTranslations("shell");
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const [values, setValues] = useState<Values>({ displayName: "", objectId: "", role: "author" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await apiSend("POST", "/api/people", { body: { ...values, objectId: values.objectId.trim() } });
      toast(t("changed", { name: values.displayName.trim(), role: shell(`role.${values.role}`) }));
      onSaved();
      onClose();
    });
  };
  const close = <Button appearance="subtle" icon={<DismissRegular />} aria-label={shell("close")} onClick={onClose} />;
  return (
    <>
      <DrawerHeader><DrawerHeaderTitle action={close}>{t("add.title")}</DrawerHeaderTitle></DrawerHeader>
      <DrawerBody>
        <form id="add-person" noValidate className={styles.form} onSubmit={submit}>
          {error && error.issues.length === 0 && <ProblemBar error={error} />}
          <PersonFields
            values={values}
            issues={new Map(error?.issues.map(({ path, message }) => [path, message]))}
            onChange={(patch) => setValues((before) => ({ ...before, ...patch }))}
          />
        </form>
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        <Button appearance="primary" type="submit" form="add-person" disabled={busy}>{t("add.save")}</Button>
        <Button onClick={onClose}>{shell("goBack")}</Button>
      </DrawerFooter>
    </>
  );
}

type FieldsProps = { values: Values; issues: ReadonlyMap<string, string>; onChange: (patch: Partial<Values>) => void };

function PersonFields({ values, issues, onChange }: FieldsProps) {
  const t = useTranslations("access");
  const shell = useTranslations("shell");
  const faultOf = (name: keyof Values) => {
    const message = issues.get(name);
    return message === undefined ? {} : { validationState: "error" as const, validationMessage: t(`add.fault.${name}`) };
  };
  return (
    <>
      <FindPerson onChoose={({ displayName, objectId }) => onChange({ displayName, objectId })} />
      <Field label={t("add.name")} hint={t("add.nameHint")} required {...faultOf("displayName")}>
        <Input value={values.displayName} maxLength={200} onChange={(_, { value }) => onChange({ displayName: value })} />
      </Field>
      <Field label={t("add.objectId")} hint={t("add.objectIdHint")} required {...faultOf("objectId")}>
        <Input value={values.objectId} maxLength={60} onChange={(_, { value }) => onChange({ objectId: value })} />
      </Field>
      <Field label={t("column.role")} required>
        <RadioGroup value={values.role} onChange={(_, { value }) => onChange({ role: value as Role })}>
          {ROLES.map((role) => (
            <Radio key={role} value={role} label={`${shell(`role.${role}`)}: ${shell(`roleMeaning.${role}`)}`} />
          ))}
        </RadioGroup>
      </Field>
    </>
  );
}
