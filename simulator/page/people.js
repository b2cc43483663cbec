// The list of people on the left: search, unread counts, who has the bot. It asks again when something has changed.
import { get } from "./requests.js";

const PAGE_SIZE = 100;
/** Beyond this, searching is quicker than scrolling. */
const MAX_SHOWN = 1000;
const RELOAD_AFTER_MS = 250;

const list = document.getElementById("list");
const more = document.getElementById("more");
const search = document.getElementById("search");
const total = document.getElementById("total");

const QUIET_LINES = {
  NOT_INSTALLED: "Herald is not installed",
  BLOCKED: "Has blocked Herald",
  REMOVED: "Has uninstalled Herald",
};

export function makePeopleList(onChoose) {
  let chosenId = "";
  let wanted = PAGE_SIZE;
  let timer;
  const rows = new Map();

  const load = async () => {
    const query = `limit=${Math.min(wanted, MAX_SHOWN)}&q=${encodeURIComponent(search.value)}`;
    const { items, total: count, next } = await get(`/people?${query}`);
    total.textContent = count === 1 ? "1 person" : `${count.toLocaleString()} people`;
    more.hidden = next === null || wanted >= MAX_SHOWN;
    const shown = items.map((person) => updateRow(rows, person, chosenId, onChoose));
    if (shown.length !== list.children.length || shown.some((row, at) => row !== list.children[at])) {
      list.replaceChildren(...shown);
    }
  };
  const reload = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, RELOAD_AFTER_MS);
  };

  search.addEventListener("input", () => {
    wanted = PAGE_SIZE;
    reload();
  });
  more.addEventListener("click", () => {
    wanted += PAGE_SIZE;
    void load();
  });
  return {
    load,
    reload,
    choose(personId) {
      chosenId = personId;
      for (const [id, row] of rows) mark(row.querySelector("button"), id === personId);
    },
  };
}

export function avatarOf(person) {
  const avatar = document.createElement("span");
  avatar.className = "avatar";
  avatar.style.setProperty("--hue", String((person.index * 47) % 360));
  const words = person.displayName.replace(/ \(Guest\)$/, "").split(" ");
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "");
  avatar.textContent = letters.join("").toUpperCase();
  avatar.ariaHidden = "true";
  return avatar;
}

/** The button is the name alone, stretched over the row: its name stays short, the rest describes it. */
function updateRow(rows, person, chosenId, onChoose) {
  const known = rows.get(person.objectId);
  const state = JSON.stringify(person);
  if (known?.dataset.state === state) return known;
  const row = known ?? document.createElement("li");
  row.dataset.state = state;
  row.className = person.unread > 0 ? "person unread" : "person";
  const button = row.querySelector("button") ?? document.createElement("button");
  button.type = "button";
  button.onclick = () => onChoose(person.objectId);
  button.replaceChildren(text("bdi", person.displayName), text("span", unreadWords(person), "hidden"));
  const words = QUIET_LINES[person.status] ?? person.lastMessage?.preview ?? "No messages yet";
  const preview = text("bdi", words, "preview");
  preview.id = `preview-${person.objectId}`;
  button.setAttribute("aria-describedby", preview.id);
  mark(button, person.objectId === chosenId);
  rows.set(person.objectId, row);
  fill(row, person, button, preview);
  return row;
}

/** A button that has the focus stays where it is; only what stands around it is exchanged. */
function fill(row, person, button, preview) {
  row.querySelector(".badge")?.remove();
  if (row.firstElementChild) {
    row.querySelector(".preview").replaceWith(preview);
  } else {
    const lines = document.createElement("span");
    lines.className = "lines";
    lines.append(button, preview);
    row.append(avatarOf(person), lines);
  }
  if (person.unread === 0) return;
  const badge = text("span", person.unread > 99 ? "99+" : String(person.unread), "badge");
  badge.ariaHidden = "true";
  row.append(badge);
}

function unreadWords(person) {
  return person.unread === 0 ? "" : `, ${person.unread} unread`;
}

function text(name, words, className = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = words;
  return made;
}

function mark(button, isChosen) {
  if (isChosen) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
