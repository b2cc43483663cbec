"use client";

// Gives the focus back to where it was before; a drawer or dialog that is no longer mounted cannot do that by itself.
import { useEffect, useState } from "react";

export function useFocusBack() {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => {
    if (opener instanceof HTMLElement) opener.focus();
  }, [opener]);
}
