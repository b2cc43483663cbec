"use client";

// A short confirmation that something the person asked for has happened. Failures and lasting states are message bars.
import { Toast, ToastTitle, useToastController } from "@fluentui/react-components";
import { useCallback } from "react";

export const TOASTER_ID = "herald-toaster";

export function useToast(): (text: string) => void {
  const { dispatchToast } = useToastController(TOASTER_ID);
  return useCallback((text: string) => {
    const toast = <Toast><ToastTitle>{text}</ToastTitle></Toast>;
    dispatchToast(toast, { intent: "success", politeness: "polite" });
  }, [dispatchToast]);
}
