/** 位置: where the phone is, asked for only when something is recorded; a fix of the last minute counts. */
import type { Place } from './queue';

const FRESH = 60_000;
export const WAIT = 8000;
let last: { place: Place; at: number } | undefined;
let watching = false;

function note(position: GeolocationPosition): Place {
  const { longitude: lon, latitude: lat, accuracy } = position.coords;
  const place = { lon, lat, accuracy };
  last = { place, at: Date.now() };
  return place;
}

/** Where it was already allowed, the receiver warms up while the person reads. */
export async function warm(): Promise<void> {
  if (watching || !navigator.geolocation) return;
  const allowed = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => undefined);
  if (allowed?.state !== 'granted') return;
  watching = true;
  navigator.geolocation.watchPosition(note, () => undefined, { enableHighAccuracy: true });
}

export function known(): Place | undefined {
  return last && Date.now() - last.at < FRESH ? last.place : undefined;
}

export function place(): Promise<Place | undefined> {
  if (known() || !navigator.geolocation) return Promise.resolve(known());
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      (position) => resolve(note(position)), () => resolve(undefined),
      { enableHighAccuracy: true, timeout: WAIT, maximumAge: FRESH },
    );
  });
}
