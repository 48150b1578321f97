// The places: fetched once from their address, clustered, found again by their public id.
((k) => {
  "use strict";

  const DEGREE_PARTS = 1e5;
  const MOST_STEPS = 12;

  k.points = (map, options) => {
    k.namedClusters();
    const group = L.markerClusterGroup({
      animate: k.motion,
      chunkedLoading: true,
      iconCreateFunction: k.clusterIcon,
      maxClusterRadius: 52,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { className: "km-leg", interactive: false },
      spiderfyDistanceMultiplier: 1.7,
    });
    const byKey = new Map();
    let keyLength = 0;
    let announce;

    k.group = group;
    k.places = () => [...byKey.values()];
    k.find = (id) => byKey.get(id.slice(0, keyLength));
    k.ready = new Promise((resolve) => { announce = resolve; });

    /** The marker itself, or the cluster it hides in. */
    k.standIn = (marker) => group.getVisibleParent(marker) ?? marker;

    /** Opens the place of this id, coming nearer where needed. `opener` gets the focus back. */
    k.show = async (id, opener) => {
      await k.ready;
      const marker = k.find(id);
      if (!marker) {
        k.say(k.texts.noPin);
        return;
      }
      map.getContainer().scrollIntoView({ block: "nearest", behavior: k.motion ? "smooth" : "auto" });
      if (!marker._icon || map.getZoom() < options.near) {
        map.setView(marker.getLatLng(), Math.max(map.getZoom(), options.near), { animate: false });
      }
      await bringOut(marker);
      k.open(marker, opener);
    };

    const happened = (event) => new Promise((resolve) => { group.once(event, resolve); });

    /** Zooms until the marker stands alone; places on one spot fan out. */
    const bringOut = async (marker) => {
      for (let tries = 0; tries < MOST_STEPS; tries += 1) {
        if (group._inZoomAnimation) await happened("animationend");
        const cluster = k.standIn(marker);
        if (cluster === marker || !cluster.spiderfy) return;
        const bounds = cluster.getBounds();
        const zoom = Math.min(map.getMaxZoom(), Math.max(Math.floor(map.getZoom()) + 1, map.getBoundsZoom(bounds)));
        if (bounds.getNorthEast().equals(bounds.getSouthWest()) || zoom <= map.getZoom()) {
          const fanned = happened("spiderfied");
          cluster.spiderfy();
          await fanned;
          return;
        }
        map.setView(marker.getLatLng(), zoom, { animate: false });
      }
    };

    /** The day in North Rhine-Westphalia, written as the data write theirs. */
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(new Date());

    const pausedNow = (data) =>
      new Set(data.paused.filter((_, number) => !data.pausedUntil[number] || data.pausedUntil[number] >= today));

    const place = (data, index, paused, typed) => {
      const at = L.latLng(data.lat[index] / DEGREE_PARTS, data.lon[index] / DEGREE_PARTS);
      const isPaused = paused.has(index);
      const marker = new k.Place(at, { icon: k.placeIcon(data.kind[index], isPaused), title: data.name[index] });
      marker.place = {
        name: data.name[index],
        town: data.towns[data.town[index]],
        time: data.time[index],
        isTyped: typed.has(index),
        url: data.url + data.path[index],
        note: data.notes[data.note[index]],
        paused: isPaused ? data.pausedLabel : "",
        lift: k.lift(data.kind[index]),
      };
      return marker;
    };

    const draw = (data) => {
      const [paused, typed] = [pausedNow(data), new Set(data.typed)];
      keyLength = data.keyLength;
      data.key.forEach((key, index) => byKey.set(key, place(data, index, paused, typed)));
      const markers = k.places();
      const focus = map.getContainer().closest("[data-map]")?.dataset.mapFocus;
      const chosen = focus && k.find(focus);
      k.chosen = chosen || null;
      if (options.fit && markers.length) {
        k.fitted = true;
        const bounds = L.latLngBounds((chosen ? [chosen] : markers).map((marker) => marker.getLatLng()));
        const side = Math.max(14, map.getSize().x / 22);
        map.fitBounds(bounds, {
          paddingTopLeft: [side, 46], paddingBottomRight: [side, 16], // pins stand above their place
          maxZoom: options.near, animate: false,
        });
      }
      map.addLayer(group);
      group.addLayers(markers);
      k.bar.append(data.withoutPin ? k.el("p", {}, k.plural(k.texts.withoutPin, data.withoutPin)) : "");
      k.roving(map, group);
      k.cards(map);
      announce();
    };

    const load = () => {
      k.note("points", null);
      k.getJson(options.url).then(draw).catch(() => k.note("points", k.texts.pointsFailed, load));
    };
    load();
  };
})(window.kommanmap ??= {});
