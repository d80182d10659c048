/**
 * Small comforts on top of pages that work without them: suggestions while an id is typed, forms and links that replace
 * a part of the page instead of all of it, and parts that renew themselves while something runs. Everything is found by
 * `data-` attributes; nothing here knows a page.
 */

const TYPING_MS = 150;

/** Fetches an address of this site as a page. */
async function fetchPage(address: string): Promise<Document> {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Puts a part of another page in the place of the same part of this one, and the reader's focus back where it was. */
async function replacePart(id: string, address: string): Promise<void> {
  const fresh = (await fetchPage(address)).getElementById(id);
  const old = document.getElementById(id);
  if (fresh === null || old === null) throw new Error("part");
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const opened = [...old.querySelectorAll("details")].map(({ open }) => open);
  old.replaceWith(document.adoptNode(fresh));
  fresh.querySelectorAll("details").forEach((details, index) => {
    details.open = opened[index] ?? false;
  });
  if (focused !== undefined && focused !== "") document.getElementById(focused)?.focus();
}

/** A form with `data-part` replaces that part and puts its address into the bar, so that it can be shared. */
async function submitPart(form: HTMLFormElement, id: string): Promise<void> {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && value !== "") parameters.append(name, value);
  const address = `${form.action.split("?")[0]}?${parameters}`;
  try {
    await replacePart(id, address);
    history.replaceState(null, "", address);
  } catch {
    location.assign(address);
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

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLInputElement && field.dataset["submit"] !== undefined) field.form?.requestSubmit();
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return;
  if (field.dataset["output"] !== undefined) {
    const output = document.getElementById(field.dataset["output"]);
    if (output !== null) output.textContent = field.value;
  }
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

/** A part with `data-renew` fetches itself anew every so many seconds while the page is looked at. */
function renew(part: HTMLElement): void {
  const seconds = Number(part.dataset["renew"]);
  if (!(seconds > 0)) return;
  setTimeout(async () => {
    if (document.visibilityState === "visible")
      await replacePart(part.id, location.href).catch(() => undefined);
    const next = document.getElementById(part.id);
    if (next !== null) renew(next);
  }, seconds * 1000);
}

for (const part of document.querySelectorAll<HTMLElement>("[data-renew]")) renew(part);
