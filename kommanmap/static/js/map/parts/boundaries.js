// The land under the points: areas of the centres at once, municipalities once the reader has come near.
// Colours stand in map.css only, so that dark mode and forced colours need no line here.
((k) => {
  "use strict";

  const PLAIN = { interactive: false, smoothFactor: 0.6 };

  k.boundaries = (map, options) => {
    const drawnIn = (pane) => {
      map.createPane(pane);
      return L.svg({ padding: 0.6, pane });
    };
    const [land, towns, borders] = ["km-land", "km-towns", "km-borders"].map(drawnIn);
    const line = (arcs, className, renderer) => L.polyline(arcs, { ...PLAIN, renderer, className }).addTo(map);
    const area = (shape, className, renderer) => L.polygon(shape.polygons, { ...PLAIN, renderer, className }).addTo(map);
    const labels = options.labels ? k.labels(map) : null;
    const highlighted = (shape) => shape.id === options.highlightCentre || shape.id === options.highlightMunicipality;

    /** Brings the highlighted area into view, unless the points have already set the view. */
    const emphasise = (shape) => {
      const bounds = area(shape, "km-area-chosen", towns).getBounds();
      if (!k.fitted) map.fitBounds(bounds, { padding: [16, 16], animate: false });
    };

    const drawCentres = (topology) => {
      const { shapes, inner, outer } = k.decode(topology, "centres");
      line(outer, "km-glow", land);
      for (const shape of shapes) area(shape, `km-area km-tint-${shape.tint % 5}`, land);
      line(inner, "km-border", borders);
      line(outer, "km-border km-border-state", borders);
      shapes.filter(highlighted).forEach(emphasise);
      for (const shape of shapes) {
        labels?.add({
          text: shape.properties.name.replace(/^(KI|.*zentrum) /, "").replace(/^(Kreis|Stadt) /, ""),
          ...placing(shape),
          className: "km-label-centre",
          until: options.municipalitiesFrom,
        });
      }
      labels?.draw();
    };

    const drawMunicipalities = (topology) => {
      const { shapes, inner } = k.decode(topology, "municipalities");
      const lines = line(inner, "km-border-town", towns);
      const toggle = () => lines[map.getZoom() >= options.municipalitiesFrom ? "addTo" : "removeFrom"](map);
      map.on("zoomend", toggle);
      toggle();
      shapes.filter(highlighted).forEach(emphasise);
      for (const shape of shapes) {
        labels?.add({
          text: shape.properties.name,
          ...placing(shape),
          className: "km-label-town",
          from: options.municipalitiesFrom,
        });
      }
      labels?.draw();
    };

    const failed = () => { if (options.labels) k.note("land", k.texts.tilesFailed, loadCentres); };
    const loadCentres = () => {
      k.note("land", null);
      k.getJson(options.centres).then(drawCentres).catch(failed);
    };
    let asked = false;
    const loadMunicipalities = () => {
      if (asked || (map.getZoom() < options.municipalitiesFrom && !options.highlightMunicipality)) return;
      asked = true;
      k.getJson(options.municipalities).then(drawMunicipalities).catch(() => { asked = false; });
    };
    loadCentres();
    map.on("zoomend", loadMunicipalities);
    loadMunicipalities();
  };

  /** Where the name of a shape may stand; larger shapes choose first. */
  const placing = (shape) => {
    const bounds = L.latLngBounds(shape.polygons.flat(2));
    const size = (bounds.getNorth() - bounds.getSouth()) * (bounds.getEast() - bounds.getWest());
    return { at: k.labelPlace(shape.polygons), bounds, rank: -size };
  };
})(window.kommanmap ??= {});
