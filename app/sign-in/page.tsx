// Signing in, with Entra ID or, only while the simulated tenant stands in for it, as a practice persona; and why it did not
// work the last time.
import { SignInPage } from "@/app/_components/sign-in-page";
import { pageMetadata } from "@/app/page-locale";
import { entraSettings } from "@/lib/auth/entra-settings";
import { PERSONAS } from "@/lib/domain/personas";
import { SIGN_IN_PROBLEMS } from "@/lib/domain/sign-in";
import { env } from "@/lib/env";
import { db } from "@/lib/store/db";
import { countAdmins } from "@/lib/store/people";

import { safeNext } from "./safe-next";

export const generateMetadata = () => pageMetadata("shell.signIn.title");

type Query = Record<"next" | "problem", string | string[] | undefined>;

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { next, problem } = await searchParams;
  const entra = entraSettings(env()) !== undefined;
  return (
    <SignInPage
      entra={entra}
      personas={env().PRACTICE ? PERSONAS : undefined}
      next={safeNext(next)}
      needsAdmin={entra && (await countAdmins(db())) === 0}
      problem={SIGN_IN_PROBLEMS.find((known) => known === problem)}
    />
  );
}
