"use client";

// Who is signed in, for every component below the shell. What a role may do is decided by the server; here it only
// decides which buttons are worth showing.
import { createContext, type ReactNode, useContext } from "react";

import type { Role } from "@/lib/domain/role";

export type ShellPerson = { id: string; name: string; role: Role };

const Context = createContext<ShellPerson | undefined>(undefined);

export function PersonProvider({ person, children }: { person: ShellPerson; children: ReactNode }) {
  return <Context value={person}>{children}</Context>;
}

export function usePerson(): ShellPerson {
  const person = useContext(Context);
  if (!person) throw new Error("usePerson needs a PersonProvider above it.");
  return person;
}

/** Whether the person may write broadcasts and topics at all. */
export function useMayWrite(): boolean {
  const { role } = usePerson();
  return role === "author" || role === "admin";
}
