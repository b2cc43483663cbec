// Where the bot's token comes from in each Microsoft cloud, and what it is for.
// Source: Microsoft, "Configure a bot for US Government clouds".
import type { Env } from "@/lib/env";

type Cloud = { loginUrl: string; scope: string; channelService?: string };

const PUBLIC: Cloud = {
  loginUrl: "https://login.microsoftonline.com",
  scope: "https://api.botframework.com/.default",
};
const US_GOVERNMENT: Cloud = {
  loginUrl: "https://login.microsoftonline.us",
  scope: "https://api.botframework.us/.default",
  channelService: "https://botframework.azure.us",
};

export const CLOUDS: Record<Env["TEAMS_CLOUD"], Cloud> = {
  public: PUBLIC,
  gcc: PUBLIC,
  gcch: US_GOVERNMENT,
  dod: US_GOVERNMENT,
};
