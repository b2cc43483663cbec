// Templates: named messages. The message is parsed on the way in by the command and on the way out here.
import { z } from "zod";

import { messageSchema } from "@/lib/domain/message";
import type { TemplateInput } from "@/lib/domain/template";

import type { Db } from "./db";
import { unlessTaken } from "./unique";

export type Template = TemplateInput & { id: string; revision: number; updatedAt: Date };

const MAX_TEMPLATES = 500;
const columns = { id: true, name: true, message: true, revision: true, updatedAt: true } as const;

export async function listTemplates(db: Db): Promise<Template[]> {
  const rows = await db.template.findMany({ orderBy: { name: "asc" }, take: MAX_TEMPLATES, select: columns });
  return rows.map(templateOf);
}

export async function getTemplate(db: Db, id: string): Promise<Template | undefined> {
  const row = await db.template.findUnique({ where: { id }, select: columns });
  return row ? templateOf(row) : undefined;
}

/** By its id, or by its name as it is written. */
export async function findTemplate(db: Db, idOrName: string): Promise<Template | undefined> {
  const byName = await db.template.findUnique({ where: { name: idOrName }, select: columns });
  if (byName) return templateOf(byName);
  return z.uuid().safeParse(idOrName).success ? getTemplate(db, idOrName) : undefined;
}

/** Undefined when the name is taken. */
export async function createTemplate(db: Db, data: TemplateInput): Promise<Template | undefined> {
  const row = await unlessTaken(db.template.create({ data, select: columns }));
  return row && templateOf(row);
}

/** Undefined when the name is taken by another one. */
export async function updateTemplate(db: Db, id: string, data: TemplateInput): Promise<Template | undefined> {
  const change = { ...data, revision: { increment: 1 } };
  const row = await unlessTaken(db.template.update({ where: { id }, data: change, select: columns }));
  return row && templateOf(row);
}

/** False when there was none. */
export async function deleteTemplate(db: Db, id: string): Promise<boolean> {
  const { count } = await db.template.deleteMany({ where: { id } });
  return count === 1;
}

function templateOf(row: { id: string; name: string; message: unknown; revision: number; updatedAt: Date }): Template {
  return { ...row, message: messageSchema.parse(row.message) };
}
