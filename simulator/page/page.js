// Wires the page: whose Teams is shown (in the address, `?person=`), the chat with Herald, that person's deeds.
import { onThemeChange } from "./cards.js";
import { makeChat } from "./chat.js";
import { makePeopleList } from "./people.js";
import { get, listen, post } from "./requests.js";

const byId = (id) => document.getElementById(id);
const STATUS_LINES = {
  INSTALLED: "Herald is installed", NOT_INSTALLED: "Herald is not installed",
  BLOCKED: "Herald is blocked", REMOVED: "Herald was uninstalled",
};

let personId = "";
let person;
let newestSeen = "";
let turns = 0;
let shownTurn = 0;

const people = makePeopleList((id) => {
  history.pushState(null, "", `?person=${id}`);
  open(id);
});
const chat = makeChat(press, ({ activityId }) => act(() => post(`/people/${personId}/react`, { activityId })));

async function open(id) {
  personId = id;
  newestSeen = "";
  people.choose(id);
  document.body.dataset.view = id ? "chat" : "people";
  if (id) await act(refresh);
  else showNobody();
}

async function refresh() {
  const asked = personId;
  const turn = (turns += 1);
  const answer = await get(`/people/${asked}/chat`);
  // Answers may overtake each other: an older one must not put back what a newer one has shown.
  if (asked !== personId || turn < shownTurn) return;
  shownTurn = turn;
  person = answer.person;
  showHead();
  showMessages(answer.messages);
  if (person.unread > 0 && document.visibilityState === "visible") await post(`/people/${asked}/read`);
}

function showHead() {
  document.title = `${person.displayName} | Simulated Teams`;
  byId("chat-head").hidden = false;
  byId("viewer").textContent = `as ${person.displayName} sees it · ${STATUS_LINES[person.status]}`;
  const isInstalled = person.status === "INSTALLED";
  const isBlocked = person.status === "BLOCKED";
  byId("install").textContent = isInstalled || isBlocked ? "Uninstall" : "Install";
  byId("install").classList.toggle("primary", !isInstalled && !isBlocked);
  byId("block").textContent = isBlocked ? "Unblock" : "Block";
  byId("block").hidden = !isInstalled && !isBlocked;
  byId("composer").hidden = !isInstalled;
}

function showMessages(messages) {
  const hasMessages = messages.length > 0;
  byId("messages").hidden = !hasMessages;
  byId("messages").ariaLabel = `Chat of ${person.displayName} with Herald`;
  byId("empty").hidden = hasMessages;
  byId("empty-title").textContent = person.status === "INSTALLED" ? "No messages yet" : STATUS_LINES[person.status];
  const advice = `Install it for ${person.givenName} to start the chat.`;
  byId("empty-text").textContent = person.status === "INSTALLED" ? "Say hello, or wait for news." : advice;
  chat.show(person, messages);
  const newest = messages.findLast((message) => message.from === "bot" && !message.deleted);
  if (newest && newestSeen && Number(newest.activityId) > Number(newestSeen)) {
    toast("Herald", newest.summary ?? newest.text ?? "Sent a card");
  }
  newestSeen = newest?.activityId ?? "0";
}

function showNobody() {
  document.title = "Simulated Teams";
  for (const id of ["chat-head", "messages", "composer"]) byId(id).hidden = true;
  byId("empty").hidden = false;
  byId("empty-title").textContent = "Choose a person";
}

function press(message, { index, type, url, inputs }) {
  if (type === "Action.OpenUrl") {
    if (/^https?:\/\//i.test(url ?? "")) window.open(url, "_blank", "noopener,noreferrer");
    return;
  }
  void act(async () => {
    const result = await post(`/people/${personId}/click`, { activityId: message.activityId, index, inputs });
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
  const deed = byId("install").textContent === "Install" ? "install" : "uninstall";
  void act(async () => {
    await post(`/people/${personId}/${deed}`);
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
  void act(() => post(`/people/${personId}/say`, { text }));
});
byId("back").addEventListener("click", () => {
  history.pushState(null, "", location.pathname);
  void open("");
});
window.addEventListener("popstate", () => open(personInAddress()));
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
  if (personId && (many || ids.includes(personId))) void act(refresh);
});

function personInAddress() {
  return new URLSearchParams(location.search).get("person") ?? "";
}

void act(people.load);
void act(showProgress);
void open(personInAddress());
