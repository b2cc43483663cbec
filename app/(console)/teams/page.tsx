// The teams and group chats the app is in.
import { TeamsPage } from "@/app/_components/teams/teams-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("teams.title");

export default async function Page() {
  await currentPerson("/teams");
  return <TeamsPage />;
}
