/** GeoJSON as the server writes it, and the box around it. */
export type Features = GeoJSON.FeatureCollection<GeoJSON.Geometry, { name?: string; href?: string; status?: string }>;

function* places(held: unknown): Generator<[number, number]> {
  if (!Array.isArray(held)) return;
  if (typeof held[0] === 'number' && typeof held[1] === 'number') yield [held[0], held[1]];
  else for (const part of held) yield* places(part);
}

export function bounds(features: Features): [[number, number], [number, number]] {
  let west = 180, south = 90, east = -180, north = -90;
  for (const feature of features.features) {
    const coordinates = 'coordinates' in feature.geometry ? feature.geometry.coordinates : [];
    for (const [lon, lat] of places(coordinates)) {
      west = Math.min(west, lon); east = Math.max(east, lon);
      south = Math.min(south, lat); north = Math.max(north, lat);
    }
  }
  return [[west, south], [east, north]];
}
