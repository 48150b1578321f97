// The form of a place, made quicker: it keeps itself, times and address are looked at while one types. Everything that
// it shows comes from the server as the same page that works without it; parts (`data-part`) are exchanged whole.

const KEEP_AFTER = 1500;
const TRY_AGAIN_AFTER = 15000;
const LOOK_AFTER = 500;
const READ = "zeiten-lesen";
const CHECK = "pruefen";
const ROWS = "zeilen-pruefen";
const TIMES = ["teil-zeiten"];
const PLACE = ["teil-punkt", "teil-doppelt"];
const PARTS = { [READ]: TIMES, [ROWS]: TIMES, zeile: TIMES, "punkt-suchen": PLACE, [CHECK]: PLACE };
const LOOKED_AT = ["name", "ags", "street", "house_number", "postcode", "lat", "lon"];

const form = document.querySelector("[data-place-form]");
const status = form.querySelector("[data-keep-status]");

const send = (url, extra = {}) => {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return fetch(url, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin", redirect: "manual" });
};

// Keeping

let keeping;
const keepSoon = (after = KEEP_AFTER) => {
  clearTimeout(keeping);
  keeping = setTimeout(keep, after);
};

const keep = async () => {
  const answer = await send(form.dataset.keepUrl).catch(() => null);
  if (answer?.status === 204) status.textContent = form.dataset.kept;
  else if (answer && (answer.status === 401 || answer.type === "opaqueredirect")) status.textContent = form.dataset.signedOut;
  else {
    status.textContent = form.dataset.notKept;
    keepSoon(TRY_AGAIN_AFTER);
  }
};

// Looking

const state = (part) => JSON.stringify([...part.querySelectorAll("input, select, textarea")].map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
const asked = new Map();

/** Asks the server what it makes of the form; a part that was changed meanwhile stays as it is. */
const look = async (step) => {
  const mine = (asked.get(step) ?? 0) + 1;
  asked.set(step, mine);
  const before = new Map(PARTS[step].map((id) => [id, state(document.getElementById(id))]));
  const answer = await send(form.action, { step }).catch(() => null);
  if (!answer?.ok || mine !== asked.get(step)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of PARTS[step]) {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (fresh && state(old) === before.get(id)) exchange(old, document.adoptNode(fresh));
  }
};

const exchange = (old, fresh) => {
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  const opened = [...old.querySelectorAll("details")].map((details) => details.open);
  old.replaceWith(fresh);
  [...fresh.querySelectorAll("details")].forEach((details, number) => { details.open ||= opened[number] ?? false; });
  if (focus) {
    const same = [...fresh.querySelectorAll("input, select, textarea, button")].find((field) => field.name === focus.name && field.type === focus.type && (field.type !== "submit" || field.value === focus.value));
    same?.focus({ preventScroll: true });
    if (same && "selectionStart" in focus && focus.selectionStart !== null) same.setSelectionRange(focus.selectionStart, focus.selectionEnd);
  }
  form.dispatchEvent(new CustomEvent("part", { detail: fresh }));
};

const looking = new Map();
const lookSoon = (step) => {
  clearTimeout(looking.get(step));
  looking.set(step, setTimeout(look, LOOK_AFTER, step));
};

form.addEventListener("input", () => keepSoon());
form.addEventListener("change", ({ target }) => {
  keepSoon();
  if (target.name === "times") lookSoon(READ);
  else if (target.name.startsWith("zeit-")) lookSoon(ROWS);
  else if (LOOKED_AT.includes(target.name)) lookSoon(CHECK);
});
form.addEventListener("click", (event) => {
  const step = event.target.closest("button[name=step]")?.value;
  if (!PARTS[step]) return;
  event.preventDefault();
  clearTimeout(looking.get(step));
  look(step);
});
form.addEventListener("submit", () => {
  for (const timer of [keeping, ...looking.values()]) clearTimeout(timer);
  asked.clear();
});

// What belongs to a state shows only with it.
const paused = form.querySelector("[data-paused]");
const statusField = form.elements.namedItem("status");
const showPause = () => { paused.hidden = statusField.value === "public" || statusField.value === "draft"; };
statusField.addEventListener("change", showPause);
showPause();

const { pin, suggest } = document.querySelector("script[data-pin]").dataset;
import(new URL(pin, document.baseURI)).then((module) => module.default(form), console.warn);
import(new URL(suggest, document.baseURI)).then((module) => module.default(form), console.warn);
