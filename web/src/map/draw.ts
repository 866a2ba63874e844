/** 地图: areas and points of the JSON beside it. No ground tiles: nothing is fetched from elsewhere. */
import { Map as Sheet, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { THEME_CHANGED, token } from '../theme';
import { bounds, type Features } from './bounds';

setWorkerUrl(workerUrl);

function style(features: Features): StyleSpecification {
  const ours = ['match', ['get', 'status'], 'off', token('off'), 'risk', token('risk'), 'late', token('late'), token('accent')];
  return {
    version: 8,
    sources: { things: { type: 'geojson', data: features } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': token('sunken') } },
      { id: 'areas', type: 'fill', source: 'things', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': token('surface') } },
      { id: 'edges', type: 'line', source: 'things', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'line-color': token('ink-3'), 'line-width': 1.25 } },
      {
        id: 'points', type: 'circle', source: 'things', filter: ['==', ['geometry-type'], 'Point'],
        paint: { 'circle-radius': 7, 'circle-color': ours as unknown as string, 'circle-stroke-color': token('surface'), 'circle-stroke-width': 2 },
      },
    ],
  };
}

export function draw(box: HTMLElement): void {
  const source = document.getElementById(box.dataset['map'] ?? '');
  if (!source?.textContent || !canDraw()) return;
  const features = JSON.parse(source.textContent) as Features;
  const frame = document.createElement('div');
  frame.className = 'map-canvas';
  box.replaceChildren(frame);
  const sheet = new Sheet({
    container: frame,
    style: style(features),
    bounds: bounds(features),
    fitBoundsOptions: { padding: 28, maxZoom: 12 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
  });
  sheet.touchZoomRotate.disableRotation();
  sheet.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  sheet.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  sheet.on('idle', () => { frame.dataset['idle'] = 'yes'; });
  void import('./names').then((m) => m.names(sheet, features));
  document.addEventListener(THEME_CHANGED, () => sheet.setStyle(style(features)));
}

/** Without WebGL the drawing that the server wrote stays, and the list beside it. */
function canDraw(): boolean {
  return Boolean(document.createElement('canvas').getContext('webgl2'));
}
