// Where one is signed in.
import { SessionsPage } from "@/app/_components/access/sessions-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("access.session.title");

export default async function Page() {
  await currentPerson("/sessions");
  return <SessionsPage />;
}
