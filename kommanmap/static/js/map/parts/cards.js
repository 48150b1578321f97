// List and map, linked both ways: a card shows its pin, an open pin marks its card, and the list can be narrowed
// to the map's view. All of it happens here; no position goes to the server.
((k) => {
  "use strict";

  k.cards = (map) => {
    const cards = [...document.querySelectorAll("[data-point]")];
    const cardOf = new Map();
    for (const card of cards) {
      const marker = k.find(card.dataset.point);
      if (!marker) continue;
      cardOf.set(marker, card);
      addButton(card);
      const point = (on) => () => k.standIn(marker)?._icon?.classList.toggle("km-hover", on);
      for (const name of ["pointerenter", "focusin"]) card.addEventListener(name, point(true));
      for (const name of ["pointerleave", "focusout"]) card.addEventListener(name, point(false));
    }
    map.on("km:open", ({ marker }) => mark(map, cardOf.get(marker), true));
    map.on("km:close", ({ marker }) => mark(map, cardOf.get(marker), false));
    if (cardOf.size) narrowing(map, cards, cardOf);
  };

  /** "Auf der Karte zeigen" appears with the map: before, it could do nothing. map-start.js listens for it. */
  const addButton = (card) => {
    if (card.querySelector("[data-map-show]")) return;
    const button = k.el(
      "button",
      { type: "button", class: "quiet small km-show", "data-map-show": card.dataset.point },
      k.texts.showOnMap,
    );
    card.append(k.el("p", { class: "km-show-row" }, button));
  };

  const mark = (map, card, on) => {
    if (!card) return;
    card.classList.toggle("km-current", on);
    if (!on) {
      card.removeAttribute("aria-current");
      return;
    }
    card.setAttribute("aria-current", "true");
    // Beside the map the card can come into view; below it, scrolling there would push the map away.
    const [one, other] = [card.getBoundingClientRect(), map.getContainer().getBoundingClientRect()];
    const beside = one.right <= other.left || other.right <= one.left;
    if (beside && !card.hidden) card.scrollIntoView({ block: "nearest", behavior: k.motion ? "smooth" : "auto" });
  };

  /** Narrows the list to the map's view while its button is pressed. */
  const narrowing = (map, cards, cardOf) => {
    const markers = new Map([...cardOf].map(([marker, card]) => [card, marker]));
    const rowOf = (card) => (card.parentElement.tagName === "LI" ? card.parentElement : card);
    const groups = new Set(cards.map((card) => card.closest("section")).filter(Boolean));
    let on = false;

    const apply = () => {
      const bounds = map.getBounds();
      for (const card of cards) rowOf(card).hidden = on && !(markers.has(card) && bounds.contains(markers.get(card).getLatLng()));
      for (const section of groups) {
        section.hidden = on && [...section.querySelectorAll("[data-point]")].every((card) => rowOf(card).hidden);
      }
      if (!on) {
        k.say("");
        return;
      }
      const all = k.places();
      const shown = all.filter((marker) => bounds.contains(marker.getLatLng())).length;
      k.say(k.texts.narrowed.replace("{shown}", shown).replace("{all}", all.length));
    };
    const button = k.button(k.texts.narrow, "quiet small km-narrow", () => {
      on = !on;
      button.textContent = on ? k.texts.widen : k.texts.narrow;
      apply();
    });
    k.bar.prepend(button);
    map.on("moveend", () => { if (on) apply(); });
  };
})(window.kommanmap ??= {});
