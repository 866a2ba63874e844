/** Names of points as text of the page: no fonts to fetch, and the keyboard reaches their links. */
import { Marker, type Map as Sheet } from 'maplibre-gl';
import type { Features } from './bounds';

export function names(sheet: Sheet, features: Features): void {
  for (const feature of features.features) {
    if (feature.geometry.type !== 'Point' || !feature.properties.name) continue;
    const element = document.createElement(feature.properties.href ? 'a' : 'span');
    element.className = 'map-name';
    element.textContent = feature.properties.name;
    if (element instanceof HTMLAnchorElement && feature.properties.href) element.href = feature.properties.href;
    const [lon, lat] = feature.geometry.coordinates as [number, number];
    new Marker({ element, anchor: 'left', offset: [10, 0] }).setLngLat([lon, lat]).addTo(sheet);
  }
}
