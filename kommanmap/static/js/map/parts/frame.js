// What surrounds the map: its name, controls, notes and the line that tells what happened. Loaded first of our files.
// Everything shown is built from DOM nodes and text; no string ever becomes HTML.
((k) => {
  "use strict";

  const PMTILES_HEADER = 127;
  const PMTILES_MAX_ZOOM = 101; // byte of the header

  k.motion = !matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** An element with attributes and children (nodes or text); null and false children are left out. */
  k.el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child != null && child !== false));
    return element;
  };

  k.button = (label, className, action) => {
    const button = k.el("button", { type: "button", class: className }, label);
    button.addEventListener("click", action);
    return button;
  };

  k.getJson = async (url) => {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  k.frame = (map, settings) => {
    const { texts, direction } = settings;
    const container = map.getContainer();
    const plurals = new Intl.PluralRules(settings.language);
    const end = direction === "rtl" ? "left" : "right";
    const status = k.el("p", { class: "km-status", role: "status" });
    const notes = k.el("div", { class: "km-notes", role: "status" });
    const help = k.el("p", { class: "km-help", id: `${container.id}_help` }, texts.help);

    Object.assign(k, {
      map,
      texts,
      direction,
      bar: k.el("div", { class: "km-bar" }),
      plural: (forms, n) => (forms[plurals.select(n)] ?? forms.other).replace("{n}", n),
      say: (text) => { status.textContent = text; },
    });

    /** A note that stays until its reason is gone: one per name, `text` null removes it. */
    const shown = new Map();
    k.note = (name, text, retry) => {
      shown.get(name)?.remove();
      shown.delete(name);
      if (!text) return;
      const note = k.el("p", {}, text, retry && " ", retry && k.button(texts.retry, "quiet small", retry));
      shown.set(name, note);
      notes.append(note);
    };

    container.classList.add("km-map");
    container.dataset.base = settings.base;
    container.dataset.direction = direction;
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", texts.region);
    container.setAttribute("aria-describedby", help.id);
    container.after(k.bar, notes, help);
    k.bar.append(status);
    L.control.attribution({ position: `bottom${end}`, prefix: false }).addAttribution(settings.attribution).addTo(map);
    L.control.zoom({ position: `bottom${end}`, zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
    if (!k.motion) panAtOnce(map);
    wheelOnlyWhenUsed(map, container);
    panAtTheEdge(map);
    if ("geolocation" in navigator) k.bar.prepend(locateButton(map));
  };

  /** For readers who asked for less motion: popups and arrow keys, too, move the map without gliding. */
  const panAtOnce = (map) => {
    map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
  };

  /** The wheel scrolls the page until the reader has begun to use the map. */
  const wheelOnlyWhenUsed = (map, container) => {
    map.on("focus click", () => map.scrollWheelZoom.enable());
    container.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  };

  /** Moving the map without dragging (WCAG 2.5.7): a tap in the outer fifth brings that side to the middle. */
  const panAtTheEdge = (map) => {
    let open = false;
    map.on("preclick", () => { open = Boolean(map.getPane("popupPane").firstChild); });
    map.on("click", (event) => {
      const size = map.getSize();
      const { x, y } = event.containerPoint;
      const near = (at, length) => at < length / 5 || at > length * 4 / 5;
      if (!open && (near(x, size.x) || near(y, size.y))) map.panTo(event.latlng, { animate: k.motion });
    });
  };

  /** The position is asked on tap only, drawn here, and goes nowhere. */
  const locateButton = (map) => {
    let here = null;
    const found = ({ coords }) => {
      const at = L.latLng(coords.latitude, coords.longitude);
      here?.remove();
      if (!map.options.maxBounds.contains(at)) {
        k.say(k.texts.locatedOutside);
        return;
      }
      here = L.layerGroup([
        L.circle(at, { radius: coords.accuracy, className: "km-here-area", interactive: false }),
        L.circleMarker(at, { radius: 8, className: "km-here", interactive: false }),
      ]).addTo(map);
      map.setView(at, Math.max(map.getZoom(), 11), { animate: k.motion });
      k.say(k.texts.located);
    };
    return k.button(k.texts.locate, "quiet small km-locate", () => {
      k.say(k.texts.locating);
      navigator.geolocation.getCurrentPosition(found, () => k.say(k.texts.locateFailed), {
        timeout: 15000, maximumAge: 60000,
      });
    });
  };

  /** Missing background pictures become one note; it goes when a whole view has come without a failure. */
  k.watchTiles = (layer) => {
    let failed = false;
    const again = () => { k.note("tiles", null); layer.redraw?.(); };
    layer.on("loading", () => { failed = false; });
    layer.on("tileerror", () => {
      if (!failed) k.note("tiles", k.texts.tilesFailed, again);
      failed = true;
      k.map.getContainer().classList.add("km-tiles-failed");
    });
    layer.on("load", () => {
      if (failed) return;
      k.note("tiles", null);
      k.map.getContainer().classList.remove("km-tiles-failed");
    });
  };

  /** The operator's PMTiles file, drawn light or dark; its header tells how deep its tiles go. */
  k.pmtiles = (url, options) => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const group = L.layerGroup();
    const load = async () => {
      const answer = await fetch(url, { headers: { Range: `bytes=0-${PMTILES_HEADER - 1}` } });
      const header = new Uint8Array(await answer.arrayBuffer());
      if (!answer.ok || header.length !== PMTILES_HEADER) throw new Error(answer.status);
      const maxDataZoom = header[PMTILES_MAX_ZOOM];
      group.addLayer(protomapsL.leafletLayer({ url, flavor: dark ? "dark" : "light", maxDataZoom, noWrap: true, ...options }));
    };
    group.redraw = () => load().catch(() => group.fire("loading").fire("tileerror"));
    group.redraw();
    return group;
  };
})(window.kommanmap ??= {});
