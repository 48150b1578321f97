// The one script of every page: what is small enough to come along, and a table of what a page may hold and the module
// that makes it more comfortable. Pages work without any of it. `tap` modules are not loaded before they are used.

const MODULES = [
  { selector: "[data-opening], [data-as-of], [data-until]", name: "open_now" },
  { selector: "[data-nearby]", name: "nearby", tap: true },
  { selector: "[data-map]", name: "map" },
];

// Addresses with content tags stand on the script element: what is unchanged is never asked for again.
const addresses = JSON.parse(document.querySelector("script[data-modules]")?.dataset.modules ?? "{}");
const load = (name) => import(new URL(addresses[name], document.baseURI));

for (const { selector, name, tap } of MODULES) {
  const elements = [...document.querySelectorAll(selector)];
  if (!elements.length || !addresses[name]) continue;
  if (!tap) {
    load(name).then((module) => elements.forEach((element) => module.default?.(element)), console.warn);
    continue;
  }
  for (const element of elements) {
    element.hidden = false;
    element.addEventListener("click", async (event) => {
      if (!event.target.closest("button")) return;
      (await load(name)).default(element);
    });
  }
}

// Empty fields stay out of the address, so that links people send to each other are short.
for (const form of document.querySelectorAll("form[data-tidy]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [key, value] of [...formData]) if (value === "") formData.delete(key);
  });
}

// A menu closes on Escape (focus back on its button) and when the reader turns elsewhere.
for (const menu of document.querySelectorAll("details[data-closes]")) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// Handing a place on: copy its address, send its link through the phone's own menu, print its page.
// A button appears only where the browser can do what it says.

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.className = "vh";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy"); // old phones and pages without https
  field.remove();
  if (!done) throw new Error("copy refused");
}

function copyButton(button) {
  const label = button.querySelector("span");
  const words = label.textContent;
  button.addEventListener("click", async () => {
    try {
      await copy(button.dataset.copy);
      label.textContent = button.dataset.done;
    } catch {
      label.textContent = button.dataset.failed;
    }
    button.focus();
    setTimeout(() => { label.textContent = words; }, 4000);
  });
}

function handOn(button) {
  const { copy: text, share: title, url } = button.dataset;
  if (text !== undefined) copyButton(button);
  else if (title === undefined) button.addEventListener("click", () => print());
  else if (!navigator.share) return;
  else button.addEventListener("click", () => navigator.share({ title, url }).catch(() => {})); // closing the menu is no error
  button.hidden = false;
}

document.querySelectorAll("[data-copy], [data-share], [data-print]").forEach(handOn);
