// The control interface as the page uses it.
export async function get(path) {
  return read(await fetch(`/control${path}`));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(`/control${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Calls back with `{ many, ids }` whenever people or channels change, and after the connection was lost. */
export function listen(onChange) {
  const events = new EventSource("/control/events");
  let wasLost = false;
  events.onmessage = (event) => onChange(JSON.parse(event.data));
  events.onerror = () => {
    wasLost = true;
  };
  events.onopen = () => {
    if (wasLost) onChange({ many: true, ids: [] });
    wasLost = false;
  };
}

async function read(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The simulator answered ${response.status}.`);
  return answer;
}
