// The messages of one chat. A message is drawn again only when it has changed, so that what somebody is filling in and
// where the keyboard stands survive the arrival of others.
import { drawCard } from "./cards.js";
import { avatarOf } from "./people.js";

const box = document.getElementById("messages");

export function makeChat(onButton, onReact) {
  let drawn = new Map();
  let chatId = "";
  return {
    /** `person` is who looks; in a shared conversation others write too, and a post has its answers below it. */
    show({ id, person, isShared }, messages) {
      const isOther = chatId !== id;
      const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
      if (isOther) drawn = new Map();
      chatId = id;
      const next = new Map();
      const rows = [];
      let day = "";
      for (const message of messages) {
        const itsDay = new Date(message.at).toDateString();
        if (itsDay !== day) rows.push(dayLine(message.at));
        day = itsDay;
        const state = JSON.stringify(message);
        const known = drawn.get(message.activityId);
        const row = known?.state === state ? known.row : drawMessage(person, message, onButton, isShared ? undefined : onReact);
        next.set(message.activityId, { state, row });
        rows.push(row);
      }
      drawn = next;
      place(rows);
      if (isOther || isAtEnd) box.scrollTop = box.scrollHeight;
    },
    redraw() {
      drawn = new Map();
    },
  };
}

/** Leaves rows that are already in their place alone: moving a focused button would take the focus from it. */
function place(rows) {
  rows.forEach((row, position) => {
    const there = box.children[position];
    if (there === row) return;
    if (there?.dataset.day && there.dataset.day === row.dataset.day) return;
    if (there?.dataset.activity && there.dataset.activity === row.dataset.activity) there.replaceWith(row);
    else box.insertBefore(row, there ?? null);
  });
  while (box.children.length > rows.length) box.lastElementChild.remove();
}

function drawMessage(person, message, onButton, onReact) {
  const isBot = message.from === "bot";
  const isOwn = !isBot && (message.personId ?? person.objectId) === person.objectId;
  const author = isOwn ? person : message.author;
  const row = document.createElement("article");
  row.className = `message ${isBot ? "from-bot" : isOwn ? "from-person" : "from-other"}${message.threadId ? " answer" : ""}`;
  row.dataset.activity = message.activityId;
  const sender = isBot ? "Herald" : (author?.displayName ?? "Somebody");
  const time = new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  row.ariaLabel = `${sender}, ${time}`;
  const bubble = element("div", "bubble");
  bubble.append(caption(sender, time, message), ...contentOf(message, onButton));
  const avatar = isBot || !author ? element("span", "avatar bot", isBot ? "H" : "?") : avatarOf(author);
  avatar.ariaHidden = "true";
  row.append(avatar, bubble);
  if (isBot && !message.deleted && onReact) row.append(reactionOf(message, onReact));
  return row;
}

function caption(sender, time, message) {
  const line = element("p", "caption");
  const name = document.createElement("bdi");
  name.textContent = sender;
  line.append(name, element("time", "", time));
  if (message.edited && !message.deleted) line.append(element("span", "", "Edited"));
  return line;
}

function contentOf(message, onButton) {
  if (message.deleted) return [element("p", "deleted", "This message has been deleted.")];
  const content = [];
  if (message.text) {
    const words = element("p", "words", message.text);
    words.dir = "auto";
    content.push(words);
  }
  if (message.card) content.push(drawCard(message.card, (press) => onButton(message, press)));
  return content;
}

function reactionOf(message, onReact) {
  const count = message.reactions.length;
  const button = element("button", count > 0 ? "like on" : "like", "Like");
  button.type = "button";
  button.ariaPressed = String(count > 0);
  button.onclick = () => onReact(message);
  return button;
}

function dayLine(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const words = isToday ? "Today" : date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
  const line = element("p", "day", words);
  line.dataset.day = date.toDateString();
  return line;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
