// What holds for everybody of the console (`p`), with a session or without, so that the bot believes nobody longer than the
// console would.
import { Prisma } from "./generated/client";

/** Eight hours old, a session is over; and so is what Entra said at its beginning. */
export const SESSION_MAX_HOURS = 8;

/** The directory knows the account as neither disabled nor deleted. */
export const ACCOUNT_STANDS = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM recipients r WHERE r.tenant_id = p.tenant_id AND r.external_id = p.object_id
    AND r.account IN ('DISABLED', 'DELETED'))`;

/** Entra alone gave the role, longer ago than a session lasts: it may have taken it away since. */
export const MUST_SIGN_IN = Prisma.sql`(p.assigned_role IS NULL
  AND coalesce(p.signed_in_at < now() - ${SESSION_MAX_HOURS} * interval '1 hour', true))`;
