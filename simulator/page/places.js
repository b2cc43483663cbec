// The conversations of the person whose Teams is shown: the chat with Herald, group chats, and teams with their channels.
// It is drawn again only when something in it has changed, so that the keyboard stays where it is.
import { get } from "./requests.js";

const nav = document.getElementById("places");

/** `onChoose` gets the id of a conversation, or "" for the chat with Herald. */
export function makePlaces(onChoose) {
  let shownId = "";
  let drawn = "";
  let items = [];

  const mark = () => {
    for (const button of nav.querySelectorAll("button")) {
      if (button.dataset.place === shownId) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    // On a phone the list is a strip that is wider than the screen.
    nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const draw = () => {
    const state = JSON.stringify(items);
    if (state !== drawn) nav.replaceChildren(...partsOf(items, onChoose));
    drawn = state;
    nav.hidden = items.length === 0;
    mark();
  };
  return {
    /** Asks anew for the conversations of this person. */
    async load(personId) {
      const answer = personId === "" ? { items: [] } : await get(`/people/${personId}/conversations?all=true`);
      items = answer.items;
      draw();
    },
    choose(id) {
      shownId = id;
      mark();
    },
    find: (id) => items.find((place) => place.id === id),
  };
}

function partsOf(items, onChoose) {
  const chats = [entry("", "Herald", undefined, onChoose), ...items.filter(isChat).map((place) => of(place, onChoose))];
  const parts = [section("Chats", chats)];
  const teams = Map.groupBy(items.filter((place) => !isChat(place)), (place) => place.team.id);
  for (const channels of teams.values()) {
    parts.push(section(channels[0].team.name, channels.map((place) => of(place, onChoose))));
  }
  return parts;
}

function isChat(place) {
  return place.kind === "groupChat";
}

function of(place, onChoose) {
  return entry(place.id, place.title, place, onChoose);
}

function section(title, entries) {
  const heading = document.createElement("h3");
  heading.dir = "auto";
  heading.textContent = title;
  const list = document.createElement("ul");
  list.ariaLabel = title;
  list.append(...entries);
  const part = document.createElement("section");
  part.append(heading, list);
  return part;
}

function entry(id, title, place, onChoose) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.place = id;
  button.onclick = () => onChoose(id);
  const name = document.createElement("bdi");
  name.textContent = title;
  button.append(name);
  if (place && !place.hasApp) {
    button.classList.add("without");
    button.append(hiddenWords(", without Herald"));
  }
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function hiddenWords(words) {
  const span = document.createElement("span");
  span.className = "hidden";
  span.textContent = words;
  return span;
}
