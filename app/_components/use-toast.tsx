"use client";

// A short confirmation that something the person asked for has happened. Failures and lasting states are message bars.
// There is nothing to press on it, so that a press goes to what it covers: it rises where buttons stand, and a press begun on
// one of them would end on it and be lost. As long as the pointer rests there, it would not even go.
import { makeStyles, Toast, ToastTitle, useToastController } from "@fluentui/react-components";
import { useCallback } from "react";

export const TOASTER_ID = "herald-toaster";

const useStyles = makeStyles({ around: { pointerEvents: "none" } });

export function useToast(): (text: string) => void {
  const styles = useStyles();
  const { dispatchToast } = useToastController(TOASTER_ID);
  return useCallback((text: string) => {
    const toast = <Toast><ToastTitle>{text}</ToastTitle></Toast>;
    dispatchToast(toast, { intent: "success", politeness: "polite", root: { className: styles.around } });
  }, [dispatchToast, styles.around]);
}
