// What people do in teams: they install the bot or remove it, join and leave, and write in channels. The bot hears of
// these only while it is installed there. What becomes of teams and channels themselves is in team-changes.ts.
import * as activities from "./activities";
import type { Person } from "./people";
import type { DeedResult } from "./person-deeds";
import { generalOf, generalPlace, TeamChanges } from "./team-changes";
import type { Channel, Team } from "./teams";

export class TeamDeeds extends TeamChanges {
  /** The channel is the one chosen in the installation dialog; General unless told. */
  async install(team: Team, by: Person, channel = generalOf(team)): Promise<DeedResult> {
    this.markInstalled(team, by);
    return this.tellInstalled(team, by, channel);
  }

  markInstalled(team: Team, by: Person): void {
    team.installedBy = by.objectId;
    this.tenant.changes.note(team.id);
  }

  async tellInstalled(team: Team, by: Person, channel = generalOf(team)): Promise<DeedResult> {
    const place = { kind: "channel", team, channel } as const;
    const { status } = await this.bot.send(activities.botAdded(this.tenant, by, place));
    await this.bot.send(activities.installationUpdate(this.tenant, by, "add", place));
    return { botStatus: status };
  }

  async uninstall(team: Team, by: Person): Promise<DeedResult> {
    delete team.installedBy;
    this.tenant.changes.note(team.id);
    const place = generalPlace(team);
    const { status } = await this.bot.send(activities.botRemoved(this.tenant, by, place));
    await this.bot.send(activities.installationUpdate(this.tenant, by, "remove", place));
    return { botStatus: status };
  }

  async addMembers(team: Team, by: Person, people: readonly Person[]): Promise<DeedResult> {
    for (const person of people) team.memberIds.add(person.objectId);
    this.tenant.directory.forgetMembers();
    return this.tell(team, activities.membersChanged(this.tenant, by, people, "added", generalPlace(team)));
  }

  async removeMembers(team: Team, by: Person, people: readonly Person[]): Promise<DeedResult> {
    for (const person of people) team.memberIds.delete(person.objectId);
    this.tenant.directory.forgetMembers();
    return this.tell(team, activities.membersChanged(this.tenant, by, people, "removed", generalPlace(team)));
  }

  /** The bot hears a channel message only when it is mentioned; the others mentioned come along as entities. */
  async say(
    team: Team, channel: Channel, by: Person, text: string, mentioned: readonly Person[], mentionBot = true,
  ): Promise<DeedResult> {
    const chat = this.tenant.chats.open(channel.id);
    const names = [...(mentionBot ? [this.tenant.botName] : []), ...mentioned.map((person) => person.displayName)];
    const shown = [...names.map((name) => `@${name}`), text].join(" ");
    const threadId = this.tenant.chats.add(chat, by.objectId, JSON.stringify({ text: shown }), Date.now());
    this.tenant.changes.note(channel.id);
    if (!mentionBot) return { botStatus: null };
    const bot = { id: this.tenant.botId, name: this.tenant.botName };
    const others = mentioned.map((person) => ({ id: person.teamsUserId, name: person.displayName }));
    const place = { kind: "channel", team, channel, threadId } as const;
    return this.tell(team, activities.message(this.tenant, by, text, [bot, ...others], place));
  }
}
