/** Names of points as text of the page: no fonts to fetch, and the keyboard reaches their links. */
import { Marker, type Map as Sheet } from 'maplibre-gl';
import type { Features } from './bounds';

export function names(sheet: Sheet, features: Features): void {
  const written: HTMLElement[] = [];
  for (const feature of features.features) {
    if (feature.geometry.type !== 'Point' || !feature.properties.name) continue;
    const element = document.createElement(feature.properties.href ? 'a' : 'span');
    element.className = 'map-name';
    element.textContent = feature.properties.name;
    if (element instanceof HTMLAnchorElement && feature.properties.href) element.href = feature.properties.href;
    const [lon, lat] = feature.geometry.coordinates as [number, number];
    new Marker({ element, anchor: 'left', offset: [10, 0] }).setLngLat([lon, lat]).addTo(sheet);
    written.push(element);
  }
  sheet.on('moveend', () => thin(written));
  thin(written);
}

/** Of names that would lie over one another only the first stands; its neighbours come when the map is closer. */
function thin(written: HTMLElement[]): void {
  const taken: DOMRect[] = [];
  for (const element of written) {
    const place = element.getBoundingClientRect();
    const hit = taken.some((other) => place.left < other.right && other.left < place.right && place.top < other.bottom && other.top < place.bottom);
    element.style.visibility = hit ? 'hidden' : '';
    if (!hit) taken.push(place);
  }
}
