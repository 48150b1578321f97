// How places and clusters look. Shape says how exact a pin is and whether a place takes a break; colour never alone.
((k) => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const DROP = "M18 43C18 43 4.5 27 4.5 16.5a13.5 13.5 0 1 1 27 0C31.5 27 18 43 18 43z";
  const HOUSE = 0;
  const AREA = 2;
  const BOX = 44; // finger-sized, whatever is drawn inside

  const shape = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const drawing = (kind, paused) => {
    const svg = shape("svg", { viewBox: "0 0 36 46", "aria-hidden": "true", focusable: "false" });
    const outline = kind === AREA ? ["circle", { cx: 18, cy: 23, r: 12.5 }] : ["path", { d: DROP }];
    const middle = kind === AREA ? 23 : 17;
    svg.append(
      shape(outline[0], { ...outline[1], class: "km-pin-halo" }),
      shape(outline[0], { ...outline[1], class: "km-pin-body" }),
      paused
        ? shape("path", { d: `M14.5 ${middle - 5}v10m7 -10v10`, class: "km-pin-pause" })
        : shape("circle", { cx: 18, cy: middle, r: 4.6, class: "km-pin-dot" }),
    );
    return svg;
  };

  const OwnIcon = L.Icon.extend({
    createIcon() {
      const element = k.el("div", {}, this.options.draw());
      this._setIconStyles(element, "icon");
      return element;
    },
    createShadow: () => null,
  });

  const made = new Map();

  /** The icon of a place; one object for all places of a kind. `kind`: 0 house, 1 street, 2 area. */
  k.placeIcon = (kind, paused) => {
    const name = `${kind}${paused}`;
    if (!made.has(name)) {
      const picture = drawing(kind, paused);
      const words = ["km-pin", kind === HOUSE ? "km-pin-exact" : "km-pin-hollow", kind === AREA && "km-pin-area km-round"];
      made.set(name, new OwnIcon({
        className: words.filter(Boolean).join(" "),
        iconSize: [BOX, BOX],
        iconAnchor: kind === AREA ? [BOX / 2, BOX / 2] : [BOX / 2, BOX - 2],
        draw: () => picture.cloneNode(true),
      }));
    }
    return made.get(name);
  };

  /** How far above its position the popup of such a pin ends. */
  k.lift = (kind) => (kind === AREA ? -8 : -34);

  k.clusterIcon = (cluster) => {
    const count = cluster.getChildCount();
    const size = count < 10 ? BOX : count < 100 ? 50 : 58;
    return new OwnIcon({
      className: "km-cluster km-round",
      iconSize: [size, size],
      draw: () => k.el("span", {}, String(count)),
    });
  };

  /** Makes an icon of Leaflet a button with a name, outside the tab order until `focus.js` lets it in. */
  const asButton = (layer, name) => {
    const icon = layer._icon;
    icon.setAttribute("role", "button");
    icon.setAttribute("aria-label", name);
    icon.tabIndex = -1;
    icon.kmLayer = layer;
  };

  k.Place = L.Marker.extend({
    options: { keyboard: false, riseOnHover: true },
    _initIcon() {
      L.Marker.prototype._initIcon.call(this);
      asButton(this, [this.place.name, this.place.town].join(", "));
      this._icon.classList.toggle("km-chosen", k.chosen === this);
    },
  });

  k.namedClusters = () => L.MarkerCluster.include({
    _initIcon() {
      L.Marker.prototype._initIcon.call(this);
      asButton(this, k.plural(k.texts.cluster, this.getChildCount()));
    },
  });
})(window.kommanmap ??= {});
