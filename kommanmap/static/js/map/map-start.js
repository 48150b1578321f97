// Starts the map where a page has `<div data-map>`: on tap, or at once with data-map-autostart, never at once where
// the reader saves data. Loads styles, Leaflet, our code and the page's map script; says so when that fails.

const element = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

const loaded = (node) => new Promise((resolve, reject) => {
  node.addEventListener("load", resolve, { once: true });
  node.addEventListener("error", () => { node.remove(); reject(new Error(node.src || node.href)); }, { once: true });
  document.head.append(node);
});

const here = new Set();

/** Each file once, even when the reader tries again after a failure. */
const once = async (url, node) => {
  if (here.has(url)) return;
  await loaded(node);
  here.add(url);
};

const style = (href) => once(href, element("link", { rel: "stylesheet", href }));
const script = (src) => once(src, element("script", { src, async: false }));

const load = async (root) => {
  const { mapScripts, mapStyles, mapScript, mapPoints } = root.dataset;
  const scripts = JSON.parse(mapScripts);
  document.head.append(element("link", { rel: "preload", as: "script", href: mapScript }));
  if (mapPoints) document.head.append(element("link", { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: mapPoints }));
  const ends = await Promise.allSettled([...JSON.parse(mapStyles).map(style), ...scripts.map(script)]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await script(mapScript);
  if (!window.kommanmap?.ready) throw new Error("the map script broke off");
};

/** Makes the map of this element startable; main.js calls it for `[data-map]`. */
export default (root) => {
  const button = root.querySelector("[data-map-start]");
  const canvas = element("div", { id: root.dataset.mapName || "map_kommanmap", className: "km-map" });
  const status = element("p", { className: "km-start" });
  status.setAttribute("role", "status");
  root.append(status);
  let running = null;

  const run = async (moveFocus) => {
    status.textContent = root.dataset.mapLoading || "Die Karte wird geladen …";
    root.prepend(canvas);
    root.setAttribute("data-map-running", "");
    if (button) button.hidden = true;
    root.setAttribute("aria-busy", "true");
    try {
      await load(root);
      status.remove();
      if (moveFocus) canvas.focus({ preventScroll: true });
    } catch (error) {
      running = null;
      here.clear(); // what ran without a missing file has to run again
      for (const part of [canvas, ...root.querySelectorAll(".km-bar, .km-notes, .km-help")]) part.remove();
      root.removeAttribute("data-map-running");
      status.textContent = root.dataset.mapFailed || "Die Karte konnte nicht geladen werden. Die Liste zeigt dieselben Orte.";
      if (button) {
        button.hidden = false;
        if (moveFocus) button.focus();
      }
      throw error;
    } finally {
      root.removeAttribute("aria-busy");
    }
  };
  const start = (moveFocus) => (running ??= run(moveFocus));

  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => start(true).catch(() => {}));
  }
  document.addEventListener("click", (event) => {
    const asking = event.target.closest?.("[data-map-show]");
    if (asking) start(false).then(() => window.kommanmap.show(asking.dataset.mapShow, asking), () => {});
  });
  for (const waiting of document.querySelectorAll("[data-map-show][hidden]")) waiting.hidden = false;
  if ("mapAutostart" in root.dataset && !navigator.connection?.saveData) start(false).catch(() => {});
};
