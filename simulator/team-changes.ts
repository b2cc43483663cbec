// What becomes of teams and of their channels: made, renamed, archived, deleted and brought back, each told to a bot that
// is installed there, with the event that Teams has for it.
import * as activities from "./activities";
import type { BotClient } from "./bot-client";
import type { Person } from "./people";
import type { DeedResult } from "./person-deeds";
import { type Channel, makeTeam, type Team } from "./teams";
import type { Tenant } from "./tenant";

export class TeamChanges {
  constructor(
    readonly tenant: Tenant,
    readonly bot: BotClient,
  ) {}

  /** The bot is not in a new team. */
  create(name: string, members: readonly Person[], channels: readonly string[] = []): Team {
    const team = makeTeam(this.tenant.teams.length + 1, name, ["General", ...channels], members);
    this.tenant.addTeam(team);
    return team;
  }

  rename(team: Team, by: Person, name: string): Promise<DeedResult> {
    team.name = name;
    const group = this.tenant.directory.getGroup(team.aadGroupId);
    if (group) group.displayName = name;
    return this.#tellOfTeam(team, by, "teamRenamed");
  }

  archive(team: Team, by: Person): Promise<DeedResult> {
    team.state = "ARCHIVED";
    return this.#tellOfTeam(team, by, "teamArchived");
  }

  unarchive(team: Team, by: Person): Promise<DeedResult> {
    delete team.state;
    return this.#tellOfTeam(team, by, "teamUnarchived");
  }

  /** The group behind the team goes with it. A deleted team can be brought back for a month, unless it is gone for good. */
  delete(team: Team, by: Person, isForGood = false): Promise<DeedResult> {
    team.state = "DELETED";
    this.tenant.directory.setTeamGroup(team.aadGroupId, false);
    return this.#tellOfTeam(team, by, isForGood ? "teamHardDeleted" : "teamDeleted");
  }

  restore(team: Team, by: Person): Promise<DeedResult> {
    delete team.state;
    this.tenant.directory.setTeamGroup(team.aadGroupId, true);
    return this.#tellOfTeam(team, by, "teamRestored");
  }

  async createChannel(team: Team, by: Person, name: string): Promise<DeedResult & { channel: Channel }> {
    const position = team.channels.length;
    const channel = { id: team.id.replace("@", `c${position}@`), name };
    team.channels.push(channel);
    return { channel, ...(await this.#tellOfChannel(team, channel, by, "channelCreated")) };
  }

  renameChannel(team: Team, channel: Channel, by: Person, name: string): Promise<DeedResult> {
    channel.name = name;
    return this.#tellOfChannel(team, channel, by, "channelRenamed");
  }

  deleteChannel(team: Team, channel: Channel, by: Person): Promise<DeedResult> {
    channel.isDeleted = true;
    return this.#tellOfChannel(team, channel, by, "channelDeleted");
  }

  restoreChannel(team: Team, channel: Channel, by: Person): Promise<DeedResult> {
    delete channel.isDeleted;
    return this.#tellOfChannel(team, channel, by, "channelRestored");
  }

  #tellOfTeam(team: Team, by: Person, eventType: string): Promise<DeedResult> {
    return this.tell(team, activities.teamChanged(this.tenant, by, eventType, generalPlace(team)));
  }

  #tellOfChannel(team: Team, channel: Channel, by: Person, eventType: string): Promise<DeedResult> {
    const place = { kind: "channel", team, channel } as const;
    this.tenant.changes.note(channel.id);
    return this.tell(team, activities.channelChanged(this.tenant, by, eventType, place));
  }

  protected async tell(team: Team, activity: activities.Activity): Promise<DeedResult> {
    this.tenant.changes.note(team.id);
    if (team.installedBy === undefined) return { botStatus: null };
    return { botStatus: (await this.bot.send(activity)).status };
  }
}

export function generalOf(team: Team): Channel {
  const general = team.channels[0];
  if (!general) throw new Error(`Team ${team.name} has no channels`);
  return general;
}

export function generalPlace(team: Team): activities.ChannelPlace {
  return { kind: "channel", team, channel: generalOf(team) };
}
