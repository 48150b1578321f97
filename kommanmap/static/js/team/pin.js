// The pin of a place on the map of the form: dragged, or moved with the arrow keys. It writes into the two number
// fields, which work alone; where the server moves the pin, it follows.

const STEP = 4; // pixels on the screen
const BIG_STEP = 40;
const DECIMALS = 6;
const NEAR = 16;
const TOLD_AFTER = 600;
const SVG = "http://www.w3.org/2000/svg";

const shape = () => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 32 40");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M16 1C8 1 2 7 2 15c0 10 14 24 14 24s14-14 14-24C30 7 24 1 16 1zm0 9a5 5 0 1 1 0 10 5 5 0 0 1 0-10z");
  svg.append(path);
  return svg;
};

export default (form) => {
  const box = form.querySelector("[data-pin-map]");
  const root = box.querySelector("[data-map]");
  const status = form.querySelector("[data-pin-status]");
  const field = (name) => form.elements.namedItem(name);
  let marker = null;
  let map = null;
  let telling;

  const typed = () => {
    const [lat, lon] = ["lat", "lon"].map((name) => Number(field(name).value.replace(",", ".")));
    return lat && lon ? L.latLng(lat, lon) : null;
  };

  const moved = () => {
    const { lat, lng } = marker.getLatLng();
    field("lat").value = lat.toFixed(DECIMALS);
    field("lon").value = lng.toFixed(DECIMALS);
    status.textContent = box.dataset.pinMoved;
    clearTimeout(telling);
    telling = setTimeout(() => field("lon").dispatchEvent(new Event("change", { bubbles: true })), TOLD_AFTER);
  };

  const arrows = (event) => {
    const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? BIG_STEP : STEP;
    const spot = map.latLngToLayerPoint(marker.getLatLng()).add([way[0] * size, way[1] * size]);
    marker.setLatLng(map.layerPointToLatLng(spot));
    map.panInside(marker.getLatLng(), { padding: [40, 40], animate: false });
    moved();
  };

  const begin = () => {
    map = window.kommanmap.map;
    const icon = L.divIcon({ className: "own-pin", html: shape(), iconSize: [40, 48], iconAnchor: [20, 47] });
    marker = L.marker(typed() ?? map.getCenter(), { icon, draggable: true, keyboard: true, zIndexOffset: 2000 }).addTo(map);
    const element = marker.getElement();
    element.setAttribute("aria-label", box.dataset.pinLabel);
    element.addEventListener("keydown", arrows, true);
    marker.on("dragend", moved);
    window.kommanmap.ready.then(() => {
      if (typed()) map.setView(marker.getLatLng(), Math.min(NEAR, map.getMaxZoom()), { animate: false });
    });
  };

  new MutationObserver(() => {
    if (!marker && "mapRunning" in root.dataset && !root.hasAttribute("aria-busy")) begin();
  }).observe(root, { attributes: true });

  const follow = () => {
    const spot = marker && typed();
    if (!spot || spot.distanceTo(marker.getLatLng()) < 0.2) return;
    marker.setLatLng(spot);
    map.panInside(spot, { padding: [40, 40], animate: false });
  };
  form.addEventListener("part", follow);
  form.addEventListener("change", follow);
};
