// Keyboard: all pins together are one stop of the Tab key; arrow keys go from pin to pin.
// Thousands of pins in the tab order would be a trap, none of them would shut people out.
((k) => {
  "use strict";

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const SETTLED_MS = 340; // markercluster moves its icons 300 ms after a zoom

  k.roving = (map, group) => {
    const container = map.getContainer();
    const pane = map.getPane("markerPane");
    const at = (icon) => map.latLngToContainerPoint(icon.kmLayer.getLatLng());
    const icons = () => [...pane.children].filter((icon) => icon.kmLayer);
    const inView = () => {
      const bounds = map.getBounds();
      return icons().filter((icon) => bounds.contains(icon.kmLayer.getLatLng()));
    };
    const nearest = (point, among) => among.reduce((best, icon) => {
      const distance = at(icon).distanceTo(point);
      return !best || distance < best.distance ? { icon, distance } : best;
    }, null)?.icon;

    const letIn = (chosen) => {
      for (const icon of icons()) icon.tabIndex = icon === chosen ? 0 : -1;
    };
    const refresh = () => {
      const among = inView();
      letIn(among.find((icon) => icon === document.activeElement) ?? nearest(map.getSize().divideBy(2), among));
      map.fire("km:pins");
    };
    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 50);
    };

    const step = (from, [dx, dy]) => {
      const start = at(from);
      let best = null;
      for (const icon of icons()) {
        const way = at(icon).subtract(start);
        const along = way.x * dx + way.y * dy;
        const aside = Math.abs(way.x * dy) + Math.abs(way.y * dx);
        if (icon !== from && along > 0 && (!best || along + 2 * aside < best.cost)) best = { icon, cost: along + 2 * aside };
      }
      return best?.icon;
    };

    /** Opens a place; a cluster is entered, and the focus lands on a pin inside it. */
    const activate = (icon) => {
      const layer = icon.kmLayer;
      if (layer.place) {
        k.open(layer);
        return;
      }
      const place = layer.getLatLng();
      container.focus({ preventScroll: true }); // the icon is about to vanish
      const land = () => {
        const lost = document.activeElement === container || document.activeElement === document.body;
        if (lost) nearest(map.latLngToContainerPoint(place), inView().filter((other) => other !== icon))?.focus();
      };
      const settled = () => setTimeout(land, SETTLED_MS);
      map.once("moveend", settled);
      group.once("spiderfied", settled);
      layer.fire("click", { latlng: place }, true);
    };

    pane.addEventListener("keydown", (event) => {
      const icon = event.target.closest(".leaflet-marker-icon");
      if (!icon?.kmLayer) return;
      if (event.key === "Enter" || event.key === " ") activate(icon);
      else if (ARROWS[event.key]) step(icon, ARROWS[event.key])?.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    pane.addEventListener("focusin", (event) => { if (event.target.kmLayer) letIn(event.target); });
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (k.close(true)) event.stopPropagation();
      else if (event.target.kmLayer) {
        group.unspiderfy();
        container.focus({ preventScroll: true });
      }
    });
    group.on("click", (event) => { if (event.layer.place) k.open(event.layer); });
    group.on("animationend spiderfied unspiderfied", soon);
    map.on("moveend zoomend layeradd", soon);
    soon();
  };
})(window.kommanmap ??= {});
