// The popup of a place: built from nodes and text, one at a time, reached and left by keyboard.
((k) => {
  "use strict";

  /** Only addresses of this site become links. */
  const ownAddress = (url) => {
    const address = new URL(url, location.href);
    return address.origin === location.origin && /^https?:$/.test(address.protocol) ? address.href : null;
  };

  const content = (place) => {
    const german = (tag, className, text) => text && k.el(tag, { class: className }, k.el("bdi", { lang: "de" }, text));
    const href = ownAddress(place.url);
    return k.el(
      "div",
      { class: "km-place", role: "dialog", tabindex: "-1", dir: k.direction, "aria-label": place.name },
      german("p", "km-place-name", place.name),
      german("p", "km-place-town", place.town),
      place.paused && k.el("p", { class: "km-place-paused" }, place.paused),
      place.isTyped ? german("p", "km-place-time", place.time) : place.time && k.el("p", { class: "km-place-time" }, place.time),
      place.note && k.el("p", { class: "km-place-note" }, place.note),
      href && k.el("p", {}, k.el("a", { href }, k.texts.more)),
    );
  };

  let popup = null;
  let openedFrom = null;

  const choose = (marker) => {
    k.chosen?._icon?.classList.remove("km-chosen");
    k.chosen = marker;
    marker?._icon?.classList.add("km-chosen");
  };

  /** Where the focus goes when the popup closes: what opened it, else the pin or the cluster it hides in. */
  const wayBack = (marker) => {
    if (openedFrom?.isConnected) return openedFrom;
    return k.standIn(marker)?._icon ?? k.map.getContainer();
  };

  k.open = (marker, opener = null) => {
    k.close(false);
    openedFrom = opener;
    const inside = content(marker.place);
    const room = k.map.getSize().x - 32;
    popup = L.popup({
      className: "km-popup", maxWidth: Math.min(300, room), minWidth: Math.min(200, room), autoPanPadding: [12, 12],
      offset: [0, marker.place.lift],
    });
    popup.setLatLng(marker.getLatLng()).setContent(inside).openOn(k.map);
    choose(marker);
    const closer = popup.getElement().querySelector(".leaflet-popup-close-button");
    closer.setAttribute("aria-label", k.texts.close);
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation(); // Leaflet's own listener would forget the focus
      k.close(true);
    }, true);
    popup.once("remove", () => {
      if (k.chosen === marker) choose(null);
      k.map.fire("km:close", { marker });
    });
    inside.focus({ preventScroll: true });
    k.map.fire("km:open", { marker });
  };

  /** Closes the popup; `back`: the focus returns to where it came from. */
  k.close = (back) => {
    if (!popup?.isOpen()) return false;
    const marker = k.chosen;
    const target = back && marker ? wayBack(marker) : null;
    popup.close();
    popup = null;
    target?.focus({ preventScroll: target !== openedFrom });
    return true;
  };
})(window.kommanmap ??= {});
