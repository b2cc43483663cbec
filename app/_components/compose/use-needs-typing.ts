"use client";

// Above how many people a number has to be typed. While it is not known nothing asks for it, and the server does.
import { useLive } from "@/app/_components/use-live";
import { needsConfirmation, type SendLimits } from "@/lib/domain/send-limits";

export function useNeedsTyping(people: number | undefined): boolean {
  const { data } = useLive<SendLimits>("/api/send-limits", 0);
  return data !== undefined && people !== undefined && needsConfirmation(people, data);
}
