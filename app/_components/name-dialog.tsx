"use client";

// Asks for the name under which something is kept, and says so when another one has it.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Text,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";

import { ProblemBar } from "./problem-bar";
import { useCommand } from "./use-command";

export const MAX_NAME = 80;

const useStyles = makeStyles({ stack: { display: "grid", rowGap: "16px", paddingBottom: "12px" } });

export type NameWords = {
  title: string;
  text?: string;
  label: string;
  missing: string;
  taken: string;
  cancel: string;
  confirm: string;
};

type Props = {
  words: NameWords;
  name?: string;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
};

export function NameDialog({ words, name: before = "", onSave, onClose }: Props) {
  const styles = useStyles();
  const { busy, error, run, clear } = useCommand();
  const [name, setName] = useState(before);
  const [asked, setAsked] = useState(false);
  const taken = error?.code === "CONFLICT";
  const missing = asked && name.trim() === "";
  const fault = taken ? words.taken : missing ? words.missing : undefined;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "") return;
    if (await run(() => onSave(name.trim()))) onClose();
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form noValidate onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{words.title}</DialogTitle>
            <DialogContent className={styles.stack}>
              {words.text !== undefined && <Text>{words.text}</Text>}
              {!taken && <ProblemBar error={error} />}
              <Field label={words.label} required {...(fault !== undefined && { validationMessage: fault })}>
                <Input
                  autoFocus
                  name="name"
                  dir="auto"
                  value={name}
                  maxLength={MAX_NAME}
                  onChange={(_event, { value }) => {
                    setName(value);
                    clear();
                  }}
                />
              </Field>
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={onClose}>{words.cancel}</Button>
              <Button appearance="primary" type="submit" disabledFocusable={busy}>{words.confirm}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
