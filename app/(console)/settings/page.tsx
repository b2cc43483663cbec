// Settings: for how long data are kept, and whether the numbers agree.
import { SettingsPage } from "@/app/_components/settings/settings-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("settings.title");

export default async function Page() {
  await currentPerson("/settings");
  return <SettingsPage />;
}
