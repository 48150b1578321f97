// Addresses while one types: a combobox (ARIA 1.2) over /api/adressen. What is chosen fills the ordinary fields.

const WAIT = 200;
const SHORTEST = 3;

export default (form) => {
  const box = form.querySelector("[data-address-search]");
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const field = (name) => form.elements.namedItem(name);
  let found = [];
  let at = -1;
  let asked = 0;
  let waiting;

  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const show = (suggestions) => {
    found = suggestions;
    list.replaceChildren(...found.map((each, number) => {
      const item = document.createElement("li");
      item.id = `adresse-${number}`;
      item.setAttribute("role", "option");
      item.lang = "de";
      item.textContent = each.label;
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    mark(-1);
  };

  const ask = async () => {
    const mine = ++asked;
    const url = new URL(input.dataset.url, document.baseURI);
    url.searchParams.set("q", input.value);
    url.searchParams.set("gemeinde", field("ags").value);
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && mine === asked) show((await answer.json()).suggestions);
  };

  const choose = (each) => {
    for (const name of ["street", "house_number", "postcode"]) field(name).value = each[name] ?? "";
    if ([...field("ags").options].some((option) => option.value === each.ags)) field("ags").value = each.ags;
    if (!field("pin_by_hand").value) for (const name of ["lat", "lon"]) field(name).value = "";
    input.value = each.label;
    close();
    field("street").dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (input.value.trim().length < SHORTEST) close();
    else waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) mark((at + steps[event.key] + found.length) % found.length);
    else if (event.key === "Enter" && at >= 0) choose(found[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, WAIT));
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    event.preventDefault();
    choose(found[[...list.children].indexOf(item)]);
  });
  box.hidden = false;
};
