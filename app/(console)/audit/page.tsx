// Who did what to what, when.
import { AuditPage } from "@/app/_components/audit-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("audit.title");

export default async function Page() {
  await currentPerson("/audit");
  return <AuditPage />;
}
