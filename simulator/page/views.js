// The two kinds of conversation that the page shows: the chat of a person with Herald, and what that person shares with
// others. Each knows how to ask for itself, what stands above and below its messages, and what can be done in it.
import { get, post } from "./requests.js";

const byId = (id) => document.getElementById(id);
const STATUS_LINES = {
  INSTALLED: "Herald is installed", NOT_INSTALLED: "Herald is not installed",
  BLOCKED: "Herald is blocked", REMOVED: "Herald was uninstalled",
};

export async function personalView(personId) {
  const { person, messages } = await get(`/people/${personId}/chat`);
  const isInstalled = person.status === "INSTALLED";
  const isBlocked = person.status === "BLOCKED";
  const hasApp = isInstalled || isBlocked;
  return {
    person,
    messages,
    unread: person.unread,
    show() {
      showHead({ title: "Herald", tag: "App", avatar: "H", person, line: STATUS_LINES[person.status] });
      showAppButton(hasApp ? "Uninstall" : "Install", !hasApp);
      byId("block").textContent = isBlocked ? "Unblock" : "Block";
      byId("block").hidden = !hasApp;
      showMessages(messages, `Chat of ${person.displayName} with Herald`, {
        title: isInstalled ? "No messages yet" : STATUS_LINES[person.status],
        advice: isInstalled ? "Say hello, or wait for news." : `Install it for ${person.givenName} to start the chat.`,
      });
      showComposer(isInstalled, "Message to Herald", "Type a message");
    },
    say: (text) => post(`/people/${personId}/say`, { text }),
    click: (press) => post(`/people/${personId}/click`, press),
    toggleApp: () => post(`/people/${personId}/${hasApp ? "uninstall" : "install"}`),
  };
}

/** `place` is as the list of conversations has it; it is undefined when the person is no longer in it. */
export async function sharedView(personId, place) {
  const person = await get(`/people/${personId}`);
  if (!place) return missingView(person);
  const isChannel = place.kind === "channel";
  const path = `/${isChannel ? "channels" : "group-chats"}/${encodeURIComponent(place.id)}`;
  const holder = isChannel ? `/teams/${encodeURIComponent(place.team.id)}` : path;
  const { messages } = await get(`${path}/chat?person=${personId}`);
  const where = isChannel ? `the team ${place.team.name}` : "the chat";
  return {
    person,
    messages,
    unread: 0,
    show() {
      const line = `${isChannel ? `${place.team.name} · ` : ""}${place.members} members`;
      showHead({ title: place.title, tag: isChannel ? "Channel" : "Group chat", avatar: isChannel ? "#" : "G", person, line });
      showAppButton(place.hasApp ? "Remove Herald" : "Add Herald", !place.hasApp);
      byId("block").hidden = true;
      showMessages(messages, isChannel ? `Posts in ${place.title} of ${place.team.name}` : `Group chat ${place.title}`, {
        title: place.hasApp ? "No messages yet" : `Herald is not in ${where}`,
        advice: place.hasApp ? "Mention Herald, or wait for news." : `Add it to let it post here.`,
      });
      showComposer(true, `Message in ${place.title}`, isChannel ? "Start a post" : "Type a message", place.hasApp);
    },
    say: (text, mentionBot) => post(`${path}/say`, { personId, text, mentionBot: mentionBot && place.hasApp }),
    click: (press) => post(`${path}/click`, { personId, ...press }),
    toggleApp: () => post(`${holder}/${place.hasApp ? "uninstall" : "install"}`, { by: personId }),
  };
}

export function showNobody() {
  document.title = "Simulated Teams";
  for (const id of ["chat-head", "messages", "composer"]) byId(id).hidden = true;
  showEmpty({ title: "Choose a person", advice: "You see Teams as that person sees it: read, press buttons, write to Herald." });
}

function missingView(person) {
  return {
    person,
    messages: [],
    unread: 0,
    show() {
      showHead({ title: "No such conversation", tag: "", avatar: "?", person, line: "not here any more" });
      byId("install").hidden = true;
      byId("block").hidden = true;
      showMessages([], "Nothing", { title: "Not here any more", advice: "Choose another conversation." });
      byId("composer").hidden = true;
    },
  };
}

function showHead({ title, tag, avatar, person, line }) {
  document.title = `${person.displayName} | Simulated Teams`;
  byId("chat-head").hidden = false;
  byId("title").textContent = title;
  byId("tag").textContent = tag;
  byId("tag").hidden = tag === "";
  byId("chat-avatar").textContent = avatar;
  byId("viewer").textContent = `as ${person.displayName} sees it · ${line}`;
}

function showAppButton(words, isPrimary) {
  byId("install").hidden = false;
  byId("install").textContent = words;
  byId("install").classList.toggle("primary", isPrimary);
}

function showMessages(messages, label, nothing) {
  byId("messages").hidden = messages.length === 0;
  byId("messages").ariaLabel = label;
  if (messages.length === 0) showEmpty(nothing);
  else byId("empty").hidden = true;
}

function showEmpty({ title, advice }) {
  byId("empty").hidden = false;
  byId("empty-title").textContent = title;
  byId("empty-text").textContent = advice;
}

function showComposer(isThere, label, placeholder, canMention = false) {
  byId("composer").hidden = !isThere;
  byId("words-label").textContent = label;
  byId("words").placeholder = placeholder;
  byId("mention").hidden = !canMention;
}
