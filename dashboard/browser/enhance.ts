/**
 * Small comforts on top of pages that work without them: suggestions while an id is typed, forms and links that replace
 * a part of the page instead of all of it, and parts that renew themselves while something runs. Everything is found by
 * `data-` attributes; nothing here knows a page.
 */

/** A reader who types, or moves a slider, pauses this long before anything is asked. */
const TYPING_MS = 150;

/** What is being asked for each part, by its id. Who asks for a part again wants no answer to what was asked before. */
const asking = new Map<string, AbortController>();

/** Forgets what is being asked for a part, and asks anew. */
function askAnew(id: string): AbortSignal {
  asking.get(id)?.abort();
  const controller = new AbortController();
  asking.set(id, controller);
  return controller.signal;
}

/** Fetches an address of this site as a page. */
async function fetchPage(address: string, signal: AbortSignal): Promise<Document> {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.text();
  return new DOMParser().parseFromString(text, "text/html");
}

/**
 * Puts a part of another page in the place of the same part of this one. The field that the reader is at stays in the
 * page all the while: it keeps the focus, its value, and the mouse that drags it. What was opened stays open, and what
 * was chosen but not sent stays chosen.
 */
async function replacePart(id: string, address: string, signal: AbortSignal): Promise<void> {
  const fresh = (await fetchPage(address, signal)).getElementById(id);
  const old = document.getElementById(id);
  if (fresh === null || old === null) throw new Error("part");
  signal.throwIfAborted();
  const opened = [...old.querySelectorAll("details")].map(({ open }) => open);
  fresh.querySelectorAll("details").forEach((details, index) => {
    details.open = opened[index] ?? false;
  });
  for (const choice of old.querySelectorAll("select")) {
    const twin = twinOf(choice, fresh);
    if (twin instanceof HTMLSelectElement) twin.value = choice.value;
  }
  const focused = document.activeElement;
  const twin = focused !== null && old.contains(focused) ? twinOf(focused, fresh) : null;
  if (focused === null || twin === null) old.replaceWith(fresh);
  else replaceAround(focused, twin, old, fresh);
}

/** The element of the same id in another part; null for one without an id. */
function twinOf({ id }: Element, part: Element): Element | null {
  return id === "" ? null : part.querySelector(`#${CSS.escape(id)}`);
}

/** Replaces all that a part holds, but for an element that is kept in the place of its twin, and what it lies in. */
function replaceAround(kept: Element, twin: Element, old: Element, fresh: Element): void {
  if (old === kept || fresh === twin) return;
  const way = [...old.children].find((child) => child.contains(kept));
  const freshWay = [...fresh.children].find((child) => child.contains(twin));
  if (way === undefined || freshWay === undefined) return;
  const nodes = [...fresh.childNodes];
  const at = nodes.indexOf(freshWay);
  for (const node of [...old.childNodes]) if (node !== way) node.remove();
  way.before(...nodes.slice(0, at));
  way.after(...nodes.slice(at + 1));
  replaceAround(kept, twin, way, freshWay);
}

/**
 * A form with `data-part` replaces that part and puts its address into the bar, so that it can be shared. Only the answer
 * to what was asked last counts.
 */
async function submitPart(form: HTMLFormElement, id: string): Promise<void> {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && value !== "") parameters.append(name, value);
  const address = `${form.action.split("?")[0]}?${parameters}`;
  const signal = askAnew(id);
  try {
    await replacePart(id, address, signal);
    history.replaceState(null, "", address);
  } catch {
    if (!signal.aborted) location.assign(address);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const { part } = form.dataset;
  if (part === undefined) return;
  event.preventDefault();
  void submitPart(form, part);
});

let settling: ReturnType<typeof setTimeout> | undefined;

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.dataset["submit"] === undefined) return;
  clearTimeout(settling);
  settling = setTimeout(() => field.form?.requestSubmit(), TYPING_MS);
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return;
  if (field.dataset["output"] !== undefined) {
    const output = document.getElementById(field.dataset["output"]);
    if (output !== null) output.textContent = field.value;
  }
  // An answer about where the field stood before would come too late.
  if (field.dataset["submit"] !== undefined) asking.get(field.form?.dataset["part"] ?? "")?.abort();
  if (field.dataset["suggest"] !== undefined) suggestSoon(field, field.dataset["suggest"]);
});

let typing: ReturnType<typeof setTimeout> | undefined;

function suggestSoon(field: HTMLInputElement, address: string): void {
  clearTimeout(typing);
  typing = setTimeout(() => void suggest(field, address), TYPING_MS);
}

async function suggest(field: HTMLInputElement, address: string): Promise<void> {
  const asked = field.value.trim();
  if (asked === "" || field.list === null) return;
  const answer = await fetch(`${address}?${new URLSearchParams({ q: asked })}`);
  if (!answer.ok || field.value.trim() !== asked) return;
  const { items }: { items: readonly { customer_id: string; label: string }[] } = await answer.json();
  field.list.replaceChildren(...items.map(({ customer_id, label }) => new Option(label, customer_id)));
}

/** How soon it is looked again whether a part may be renewed that is in use. */
const IN_USE_MS = 1000;

/**
 * A part with `data-renew` fetches itself anew every so many seconds while the page is looked at. While the reader is
 * somewhere within it, by keyboard or in a field, it waits until that is over.
 */
function renewAfter(milliseconds: number, id: string): void {
  setTimeout(async () => {
    const part = document.getElementById(id);
    const seconds = Number(part?.dataset["renew"]);
    if (part === null || !(seconds > 0)) return;
    const isInUse = document.visibilityState !== "visible" || part.contains(document.activeElement);
    if (isInUse) return renewAfter(IN_USE_MS, id);
    const controller = new AbortController();
    part.addEventListener("focusin", () => controller.abort(), { once: true });
    await replacePart(id, location.href, controller.signal).catch(() => undefined);
    renewAfter(controller.signal.aborted ? IN_USE_MS : seconds * 1000, id);
  }, milliseconds);
}

for (const { id, dataset } of document.querySelectorAll<HTMLElement>("[data-renew]"))
  renewAfter(Number(dataset["renew"]) * 1000, id);
