// The console begins at the broadcasts.
import { redirect } from "next/navigation";

export default function Home() {
  redirect("/broadcasts");
}
