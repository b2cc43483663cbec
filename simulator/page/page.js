// Wires the page: whose Teams is shown and which conversation of theirs (in the address, `?person=` and `&in=`), and what
// that person does there. What the chat with Herald and the other conversations have of their own is in views.js.
import { onThemeChange } from "./cards.js";
import { makeChat } from "./chat.js";
import { makePeopleList } from "./people.js";
import { makePlaces } from "./places.js";
import { get, listen, post } from "./requests.js";
import { personalView, sharedView, showNobody } from "./views.js";

const byId = (id) => document.getElementById(id);

let personId = "";
let placeId = "";
let view;
let newestSeen = "";
let turns = 0;
let shownTurn = 0;

const people = makePeopleList((id) => go(id, ""));
const places = makePlaces((id) => go(personId, id));
const chat = makeChat(press, ({ activityId }) => act(() => post(`/people/${personId}/react`, { activityId })));

function go(person, place) {
  const parts = new URLSearchParams(person ? { person, ...(place ? { in: place } : {}) } : {});
  history.pushState(null, "", parts.size > 0 ? `?${parts}` : location.pathname);
  void open(person, place);
}

async function open(person, place) {
  if (person !== personId) await act(() => places.load(person));
  personId = person;
  placeId = place;
  newestSeen = "";
  people.choose(person);
  places.choose(place);
  document.body.dataset.view = person ? "chat" : "people";
  if (person) await act(refresh);
  else showNobody();
}

async function refresh() {
  const asked = `${personId} ${placeId}`;
  const turn = (turns += 1);
  const answer = placeId ? await sharedView(personId, places.find(placeId)) : await personalView(personId);
  // Answers may overtake each other: an older one must not put back what a newer one has shown.
  if (asked !== `${personId} ${placeId}` || turn < shownTurn) return;
  shownTurn = turn;
  view = answer;
  view.show();
  chat.show({ id: asked, person: view.person, isShared: placeId !== "" }, view.messages);
  announce(view.messages);
  if (view.unread > 0 && document.visibilityState === "visible") await post(`/people/${personId}/read`);
}

function announce(messages) {
  const newest = messages.findLast((message) => message.from === "bot" && !message.deleted);
  if (newest && newestSeen && Number(newest.activityId) > Number(newestSeen)) {
    toast("Herald", newest.summary ?? newest.text ?? "Sent a card");
  }
  newestSeen = newest?.activityId ?? "0";
}

function press(message, { index, type, url, inputs }) {
  if (type === "Action.OpenUrl") {
    if (/^https?:\/\//i.test(url ?? "")) window.open(url, "_blank", "noopener,noreferrer");
    return;
  }
  void act(async () => {
    const result = await view.click({ activityId: message.activityId, index, inputs });
    if (result.outcome === "MESSAGE" || result.outcome === "FAILED") toast("Herald", result.message);
    await refresh();
  });
}

function toast(title, words) {
  const box = document.createElement("div");
  box.className = "toast";
  const heading = document.createElement("strong");
  heading.textContent = title;
  const line = document.createElement("bdi");
  line.textContent = words;
  box.append(heading, line);
  byId("toasts").append(box);
  setTimeout(() => box.remove(), 6000);
}

/** Anything that can fail says so to the person in front of the page. */
async function act(deed) {
  try {
    await deed();
  } catch (error) {
    toast("Simulated Teams", error.message);
  }
}

async function showProgress() {
  const { wanted, done, running } = await get("/installs");
  byId("progress").textContent = running ? `Installing Herald: ${done} of ${wanted}` : "";
}

byId("install").addEventListener("click", () => {
  void act(async () => {
    await view.toggleApp();
    await places.load(personId);
    await refresh();
  });
});
byId("block").addEventListener("click", () => {
  void act(() => post(`/people/${personId}/${byId("block").textContent === "Block" ? "block" : "unblock"}`));
});
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("words").value.trim();
  if (text === "") return;
  byId("words").value = "";
  void act(() => view.say(text, byId("mention-bot").checked));
});
byId("back").addEventListener("click", () => go("", ""));
window.addEventListener("popstate", () => openAddress());
document.addEventListener("visibilitychange", () => {
  if (personId) void act(refresh);
});
onThemeChange(() => {
  chat.redraw();
  if (personId) void act(refresh);
});
listen(({ many, ids }) => {
  people.reload();
  void act(showProgress);
  if (!personId) return;
  const isAboutPerson = many || ids.includes(personId);
  const isShared = many || ids.some((id) => id.startsWith("19:"));
  void act(async () => {
    if (isShared) await places.load(personId);
    if (isAboutPerson || ids.includes(placeId) || (isShared && placeId)) await refresh();
  });
});

function openAddress() {
  const parts = new URLSearchParams(location.search);
  void open(parts.get("person") ?? "", parts.get("in") ?? "");
}

void act(people.load);
void act(showProgress);
openAddress();
