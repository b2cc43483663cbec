"use client";

// When the session has ended, a page stays as it is, with everything typed into it, and offers to sign in again.
import { Link, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { SIGNED_OUT_EVENT } from "./api";

export function SignedOutBanner() {
  const t = useTranslations("shell");
  const [signInHref, setSignInHref] = useState<string>();
  useEffect(() => {
    const show = () => {
      const here = window.location.pathname + window.location.search;
      setSignInHref(`/sign-in?next=${encodeURIComponent(here)}`);
    };
    window.addEventListener(SIGNED_OUT_EVENT, show);
    return () => window.removeEventListener(SIGNED_OUT_EVENT, show);
  }, []);
  return (
    <div aria-live="assertive">
      {signInHref !== undefined && (
        <MessageBar intent="warning" layout="auto">
          <MessageBarBody>
            <MessageBarTitle>{t("signedOut.title")}</MessageBarTitle>
            {t("signedOut.text")}
          </MessageBarBody>
          <MessageBarActions><Link href={signInHref}>{t("signedOut.action")}</Link></MessageBarActions>
        </MessageBar>
      )}
    </div>
  );
}
