// The one script of every page: a table of what a page may hold and the module that makes it more comfortable.
// Each module gets the elements; pages work without any of them. `tap` modules are not loaded before they are used.

const MODULES = [
  { selector: "[data-copy], [data-share], [data-print]", name: "hand_on" },
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
