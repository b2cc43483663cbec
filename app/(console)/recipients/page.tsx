// The reference table: everybody who can be written to, and how we know.
import { RecipientsPage } from "@/app/_components/recipients/recipients-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("recipients.title");

export default async function Page() {
  await currentPerson("/recipients");
  return <RecipientsPage />;
}
