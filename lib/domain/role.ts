// What a person or an API key may do. Roles are a set, not a ladder: each command names the roles that may run it.
import { z } from "zod";

export const ROLES = ["viewer", "author", "approver", "admin"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
