// What makes a sign-in count once: the states that have led to a session, and the one-time code of the first admin.
import { SIGN_IN_MINUTES } from "@/lib/domain/sign-in";

import type { Db } from "./db";

/** False when this sign-in has led to a session before. Forgets those that are too old to come back. */
export async function spendSignIn(tx: Db, stateHash: string): Promise<boolean> {
  await tx.$executeRaw`DELETE FROM used_sign_ins WHERE expires_at < now()`;
  const written = await tx.$executeRaw`
    INSERT INTO used_sign_ins (state_hash, expires_at)
    VALUES (${stateHash}, now() + ${2 * SIGN_IN_MINUTES} * interval '1 minute') ON CONFLICT DO NOTHING`;
  return written === 1;
}

export const ADMIN_CODE_MINUTES = 60;

/** The only code there is from now on. */
export async function saveAdminCode(tx: Db, codeHash: string): Promise<void> {
  await tx.adminCode.deleteMany();
  await tx.$executeRaw`
    INSERT INTO admin_codes (code_hash, expires_at) VALUES (${codeHash}, now() + ${ADMIN_CODE_MINUTES} * interval '1 minute')`;
}

/** True once for a living code. Whoever asks holds the lock of admins and has seen that there is none. */
export async function spendAdminCode(tx: Db, codeHash: string): Promise<boolean> {
  const used = await tx.$executeRaw`DELETE FROM admin_codes WHERE code_hash = ${codeHash} AND expires_at > now()`;
  return used === 1;
}
