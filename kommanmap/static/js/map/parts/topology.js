// TopoJSON → rings of positions, and the lines between them. Knows no map.
((k) => {
  "use strict";

  /**
   * The shapes of one object of a topology.
   * `shapes`: [{id, properties, polygons: [[ring, hole…]…], tint}] with [lat, lon] positions; neighbours differ in tint.
   * `inner` / `outer`: the lines between two shapes / along the edge of them all, each once.
   */
  k.decode = (topology, name) => {
    const { scale, translate } = topology.transform;
    const arcs = topology.arcs.map((arc) => {
      let x = 0;
      let y = 0;
      return arc.map(([dx, dy]) => [(y += dy) * scale[1] + translate[1], (x += dx) * scale[0] + translate[0]]);
    });
    const users = arcs.map(() => []);
    const ring = (indexes, owner) => indexes.flatMap((index, position) => {
      const forward = index < 0 ? ~index : index;
      users[forward].push(owner);
      const line = index < 0 ? [...arcs[forward]].reverse() : arcs[forward];
      return position ? line.slice(1) : line;
    });
    const shapes = topology.objects[name].geometries.map((geometry, owner) => {
      const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs ?? [];
      return {
        id: geometry.id,
        properties: geometry.properties ?? {},
        polygons: polygons.map((rings) => rings.map((indexes) => ring(indexes, owner))),
      };
    });
    tint(shapes, users);
    return {
      shapes,
      inner: arcs.filter((_, index) => users[index].length > 1),
      outer: arcs.filter((_, index) => users[index].length === 1),
    };
  };

  /** Neighbours get different tints out of as few as a simple first-come way needs. */
  const tint = (shapes, users) => {
    const neighbours = shapes.map(() => new Set());
    for (const [one, other] of users) {
      if (other === undefined || one === other) continue;
      neighbours[one].add(other);
      neighbours[other].add(one);
    }
    shapes.forEach((shape, index) => {
      const taken = new Set([...neighbours[index]].map((other) => shapes[other].tint));
      shape.tint = 0;
      while (taken.has(shape.tint)) shape.tint += 1;
    });
  };

  /** A place inside a shape, far from its edges, where a name may stand: the best of a coarse grid. */
  k.labelPlace = (polygons) => {
    const rings = polygons.map((rings) => rings[0]);
    const ring = rings.reduce((best, other) => (other.length > best.length ? other : best), rings[0]);
    const lats = ring.map((p) => p[0]);
    const lons = ring.map((p) => p[1]);
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    let best = [(south + north) / 2, (west + east) / 2];
    let farthest = 0;
    for (let step = 0; step < 100; step += 1) {
      const lat = south + (north - south) * (Math.floor(step / 10) + 0.5) / 10;
      const lon = west + (east - west) * (step % 10 + 0.5) / 10;
      if (!inside(ring, lat, lon)) continue;
      let nearest = Infinity;
      for (const p of ring) nearest = Math.min(nearest, ((p[0] - lat) * 1.6) ** 2 + (p[1] - lon) ** 2);
      if (nearest > farthest) {
        farthest = nearest;
        best = [lat, lon];
      }
    }
    return best;
  };

  const inside = (ring, lat, lon) => {
    let hit = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a[0] > lat !== b[0] > lat && lon < (b[1] - a[1]) * (lat - a[0]) / (b[0] - a[0]) + a[1]) hit = !hit;
    }
    return hit;
  };
})(window.kommanmap ??= {});
