"use client";

// The navigation of a narrow window: a drawer that the header's menu button opens and that closes on the way out.
import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useTranslations } from "use-intl";

import { ShellNav } from "./shell-nav";

type Props = { open: boolean; onClose: () => void; simulatorUrl: string | undefined };

export function ShellDrawer({ open, onClose, simulatorUrl }: Props) {
  const t = useTranslations("shell");
  const close = (
    <Button appearance="subtle" icon={<DismissRegular />} aria-label={t("closeNavigation")} onClick={onClose} />
  );
  return (
    <OverlayDrawer open={open} position="start" size="small" onOpenChange={(_, data) => !data.open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={close}>{t("product")}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <ShellNav simulatorUrl={simulatorUrl} onNavigate={onClose} />
      </DrawerBody>
    </OverlayDrawer>
  );
}
