"use client";

// What one can do with a template in the list. The most common deed is a button, the others are in a menu.
import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { CodeRegular } from "@fluentui/react-icons/svg/code";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { AskDialog } from "@/app/_components/confirm-dialog";
import { EventExampleDialog } from "@/app/_components/events/event-example-dialog";
import { ProblemBar } from "@/app/_components/problem-bar";
import type { TemplateView } from "@/lib/domain/views";

import { useTemplateCommands } from "./use-template-commands";

const useStyles = makeStyles({ tools: { display: "flex", flexWrap: "wrap", gap: "4px", alignItems: "center" } });

type Props = { template: TemplateView; mayWrite: boolean; onChanged: () => void };

export function TemplateTools({ template, mayWrite, onChanged }: Props) {
  const t = useTranslations("templates");
  const styles = useStyles();
  const [open, setOpen] = useState<"delete" | "example">();
  const place = useRef<HTMLSpanElement>(null);
  const commands = useTemplateCommands(template, onChanged);
  const router = useRouter();
  const close = () => {
    setOpen(undefined);
    place.current?.querySelector<HTMLElement>("[aria-haspopup=menu]")?.focus();
  };
  const label = t("more", { name: template.name });
  const showsExample = template.message.kind === "NOTIFICATION";
  if (!mayWrite && !showsExample) return "–";
  return (
    <>
      <span className={styles.tools} ref={place}>
        {mayWrite && (
          <Button size="small" disabledFocusable={commands.busy} onClick={() => void commands.use()}>{t("use")}</Button>
        )}
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={label} title={label} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {mayWrite && (
                <MenuItem icon={<EditRegular />} onClick={() => router.push(`/templates/${template.id}`)}>{t("edit")}</MenuItem>
              )}
              {showsExample && (
                <MenuItem icon={<CodeRegular />} onClick={() => setOpen("example")}>{t("example")}</MenuItem>
              )}
              {mayWrite && (
                <MenuItem icon={<CopyRegular />} onClick={() => void commands.duplicate()}>{t("duplicate")}</MenuItem>
              )}
              {mayWrite && (
                <MenuItem icon={<DeleteRegular />} onClick={() => setOpen("delete")}>{t("delete.action")}</MenuItem>
              )}
            </MenuList>
          </MenuPopover>
        </Menu>
      </span>
      <ProblemBar error={commands.error} />
      {open === "example" && <EventExampleDialog template={template} onClose={close} />}
      {open === "delete" && (
        <AskDialog
          title={t("delete.title", { name: template.name })}
          text={t("delete.text")}
          confirm={t("delete.confirm")}
          onConfirm={() => void commands.remove()}
          onClose={close}
        />
      )}
    </>
  );
}
