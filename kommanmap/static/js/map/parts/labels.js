// Names on the land. A name that would lie on another or under a pin moves a little, or waits until there is room.
((k) => {
  "use strict";

  const SHIFTS = [0, 22, -22];
  const GAP = 6;

  k.labels = (map) => {
    const pane = map.createPane("km-labels");
    const entries = [];
    pane.setAttribute("aria-hidden", "true"); // the list says all of this in words
    pane.setAttribute("lang", "de");

    const visible = (entry, zoom, bounds) =>
      zoom >= (entry.from ?? 0) && zoom < (entry.until ?? 99) && bounds.contains(entry.at);

    const node = (entry) => {
      entry.element ??= k.el("span", { class: `km-label ${entry.className}` }, entry.text);
      if (!entry.element.isConnected) pane.append(entry.element);
      return entry.element;
    };

    const hits = (box, others) => others.some((other) =>
      box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h);

    /** Where pins and clusters stand, in the coordinates of the pane. */
    const pins = () => [...map.getPane("markerPane").children].map((icon) => {
      const { x, y } = L.DomUtil.getPosition(icon);
      const round = icon.classList.contains("km-round");
      return round ? { x: x - 20, y: y - 20, w: 40, h: 40 } : { x: x - 14, y: y - 38, w: 28, h: 40 };
    });

    const draw = () => {
      const zoom = map.getZoom();
      const bounds = map.getBounds();
      const shown = entries.filter((entry) => visible(entry, zoom, bounds));
      const kept = new Set(shown);
      for (const entry of entries) if (!kept.has(entry)) entry.element?.remove();
      shown.forEach(node);
      for (const entry of shown) entry.size ??= [entry.element.offsetWidth, entry.element.offsetHeight];
      const taken = pins();
      for (const entry of shown) {
        const [w, h] = entry.size;
        const point = map.latLngToLayerPoint(entry.at);
        const north = map.latLngToLayerPoint(entry.bounds.getNorthWest()).y;
        const south = map.latLngToLayerPoint(entry.bounds.getSouthEast()).y;
        const box = SHIFTS
          .filter((dy) => !dy || (point.y + dy - h / 2 > north && point.y + dy + h / 2 < south))
          .map((dy) => ({ x: point.x - w / 2 - GAP, y: point.y - h / 2 + dy, w: w + 2 * GAP, h }))
          .find((candidate) => !hits(candidate, taken));
        entry.element.classList.toggle("km-hidden", !box);
        if (!box) continue;
        taken.push(box);
        L.DomUtil.setPosition(entry.element, L.point(Math.round(box.x + GAP), Math.round(box.y)));
      }
    };

    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 60);
    };
    map.on("moveend zoomend km:pins", soon);
    map.on("zoomstart", () => pane.classList.add("km-hidden"));
    map.on("zoomend", () => pane.classList.remove("km-hidden"));

    return {
      add: (entry) => {
        entries.push(entry);
        entries.sort((a, b) => a.rank - b.rank);
      },
      draw: soon,
    };
  };
})(window.kommanmap ??= {});
