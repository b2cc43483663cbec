// Signing in. The practice sign-in is offered only while the simulated tenant stands in for Entra ID.
import { SignInPage } from "@/app/_components/sign-in-page";
import { pageMetadata } from "@/app/page-locale";
import { PERSONAS } from "@/lib/domain/personas";
import { env } from "@/lib/env";

import { safeNext } from "./safe-next";

export const generateMetadata = () => pageMetadata("shell.signIn.title");

export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  return <SignInPage personas={env().PRACTICE ? PERSONAS : undefined} next={safeNext(next)} />;
}
