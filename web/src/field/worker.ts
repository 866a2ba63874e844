/// <reference lib="webworker" />
/** Service worker of the field pages: pages and assets from here when there is no signal; sends when one comes back. */
import { remembered } from './queue';
import { sendAll } from './send';

declare const self: ServiceWorkerGlobalScope & { ASSETS: string[]; VERSION: string };

const STATIC = `huanzhi-field-static-${self.VERSION}`;
const PAGES = 'huanzhi-field-pages';
const WHO = '/desk/field/.who';
const PATIENCE = 5000;
const HOME = '/desk/field/';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(self.ASSETS)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

/** The assets before these stay: pages that were kept then still ask for them. */
async function tidy(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith('huanzhi-field-static-') && name !== STATIC);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** Keep a page of the person who is signed in; with the first page of another person all earlier ones go. */
async function keepPage(request: Request, response: Response): Promise<void> {
  const who = response.headers.get('X-Huanzhi-Who');
  if (!response.ok || response.redirected || !who) return;
  const held = await (await caches.match(WHO, { cacheName: PAGES }))?.text();
  if (held !== who) await caches.delete(PAGES);
  const cache = await caches.open(PAGES);
  if (held !== who) await cache.put(WHO, new Response(who));
  await cache.put(request.url, response);
}

async function fromNetwork(request: Request): Promise<Response> {
  const response = await fetch(request);
  await keepPage(request, response.clone());
  return response;
}

const kept = (request: Request): Promise<Response | undefined> => caches.match(request.url, { cacheName: PAGES, ignoreVary: true });

/** The network first; what was kept when it does not answer, or takes too long. */
async function page(request: Request): Promise<Response> {
  const fresh = fromNetwork(request);
  const late = new Promise<undefined>((resolve) => { setTimeout(() => resolve(undefined), PATIENCE); });
  try {
    const first = await Promise.race([fresh, late]);
    if (first) return first;
    return (await kept(request)) ?? await fresh;
  } catch {
    void fresh.catch(() => undefined);
    const instead = (await kept(request)) ?? (await caches.match(HOME, { cacheName: PAGES, ignoreVary: true }));
    return instead ?? new Response('<!doctype html><meta charset="utf-8"><p>没有信号 · No signal', { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  }
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (pathname.startsWith('/static/huanzhi/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && pathname.startsWith(HOME)) event.respondWith(page(request));
  else if (/^\/desk\/evidence\/\d+\/small\/$/.test(pathname)) event.respondWith(page(request));
});

interface Wanted { address: string; stamp: string }

/** Keep pages before they are needed; those that are kept as they now are need no fetch. */
async function keepAll(wanted: Wanted[]): Promise<void> {
  for (const { address, stamp } of wanted) {
    const request = new Request(new URL(address, self.location.origin), { credentials: 'same-origin' });
    if (stamp && (await kept(request))?.headers.get('X-Huanzhi-Stamp') === stamp) continue;
    try {
      await fromNetwork(request);
    } catch {
      return;
    }
  }
}

self.addEventListener('message', (event) => {
  const said = event.data as { keep?: Wanted[] };
  if (said.keep) event.waitUntil(keepAll(said.keep));
});

interface SyncEvent extends ExtendableEvent { tag: string }

self.addEventListener('sync' as 'message', (event) => {
  if ((event as unknown as SyncEvent).tag === 'huanzhi-field') event.waitUntil(send());
});

/** In the background, where the browser can: a record that still waits is asked for again by failing here. */
async function send(): Promise<void> {
  const facts = await remembered();
  if (!facts) return;
  const halt = await sendAll(facts.who, facts.token);
  const windows = await self.clients.matchAll({ type: 'window' });
  windows.forEach((window) => window.postMessage({ settled: true }));
  if (halt === 'offline' || halt === 'later') throw new Error(halt);
}
