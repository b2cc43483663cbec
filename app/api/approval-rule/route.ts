// Which broadcasts a second person must approve, and who could. Everybody may read it, so that nobody is surprised.
import { viewApprovalRule } from "@/app/api/_approval-view";
import { handle, read } from "@/app/api/_handle";
import { saveApprovalRule } from "@/lib/commands/save-approval-rule";

export const GET = read(({ db }) => viewApprovalRule(db));

export const PUT = handle(saveApprovalRule, (body) => body, (_output, { db }) => viewApprovalRule(db));
