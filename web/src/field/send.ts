/** 同步 Sending: each record by its key, the records of a case in their order, until the server has answered for it. */
import { all, change, type Entry } from './queue';

export const SYNC = '/desk/field/sync/';
const PATIENCE = 30_000;         // for an answer, and a second more for each 20 kB of a file
const SLOWEST = 20;

/** Why sending stopped; `''` when nothing is left to send now, `later` when something has to wait a while. */
export type Halt = '' | 'offline' | 'later' | 'sign-in' | 'other-person';
interface Answer { outcome: 'done' | 'refused'; reason: string }

function form(entry: Entry): FormData {
  const body = new FormData();
  const said: Record<string, string> = {
    key: entry.key, who: String(entry.who), case: entry.case, verb: entry.verb, note: entry.note,
    at: entry.at, now: new Date().toISOString(), saw: entry.saw, sha256: entry.file?.sha256 ?? '',
  };
  if (entry.place) {
    said['lon'] = entry.place.lon.toFixed(6);
    said['lat'] = entry.place.lat.toFixed(6);
    said['accuracy'] = entry.place.accuracy.toFixed(1);
  }
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  if (entry.file) body.set('file', new Blob([entry.file.octets], { type: entry.file.type }), entry.file.name);
  return body;
}

async function ask(address: string, init: RequestInit, seconds: number): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds);
  try {
    return await fetch(address, { ...init, signal: stop.signal, redirect: 'manual', credentials: 'same-origin', cache: 'no-store' });
  } finally {
    clearTimeout(timer);
  }
}

/** Ask what became of a record; the answer also brings the token without which nothing may be sent. */
function inquire(entry: Entry): Promise<Response> {
  return ask(`${SYNC}?${new URLSearchParams({ key: entry.key, who: String(entry.who) })}`, {}, PATIENCE);
}

/** The answer for a record, or why there is none yet. A large file is not sent again before asking whether it arrived. */
async function deliver(entry: Entry, token: string): Promise<Answer | Halt> {
  try {
    if (entry.file && entry.tries > 0) {
      const known = await read(await inquire(entry));
      if (known !== 'later') return known;
    }
    const patience = PATIENCE + (entry.file?.octets.byteLength ?? 0) / SLOWEST;
    const response = await ask(SYNC, { method: 'POST', body: form(entry), headers: { 'X-CSRFToken': token } }, patience);
    return await read(response.status === 403 ? await inquire(entry) : response);
  } catch {
    return 'offline';
  }
}

async function read(response: Response): Promise<Answer | Halt> {
  if (response.status === 401 || response.type === 'opaqueredirect') return 'sign-in';
  if (!response.headers.get('Content-Type')?.includes('json')) return response.status === 413 ? { outcome: 'refused', reason: '413' } : 'later';
  const said = await response.json() as Partial<Answer> & { error?: string };
  if (said.error === 'other-person') return 'other-person';
  if (said.outcome) return { outcome: said.outcome, reason: said.reason ?? '' };
  return response.status === 400 ? { outcome: 'refused', reason: said.error ?? '400' } : 'later';
}

async function settle(entry: Entry, answer: Answer): Promise<void> {
  const settledAt = new Date().toISOString();
  if (answer.outcome === 'refused') return change(entry.seq ?? 0, { state: 'refused', reason: answer.reason, settledAt });
  return change(entry.seq ?? 0, { state: 'sent', reason: '', settledAt, ...(entry.file && { file: { ...entry.file, octets: new ArrayBuffer(0) } }) });
}

async function sendEach(who: number, token: string, told: () => void): Promise<Halt> {
  const waits = new Set<string>();
  for (const entry of await all()) {
    if (entry.state !== 'waiting' || entry.who !== who || waits.has(entry.case)) continue;
    const answer = entry.holdUntil > Date.now() ? 'later' : await deliver(entry, token);
    if (typeof answer === 'object') await settle(entry, answer);
    else {
      if (entry.holdUntil <= Date.now()) await change(entry.seq ?? 0, { tries: entry.tries + 1 });
      if (answer !== 'later') return answer;
      waits.add(entry.case);
    }
    told();
  }
  return waits.size ? 'later' : '';
}

/** Send what waits; one at a time in all windows of this browser. `told` hears of every record that was settled. */
export async function sendAll(who: number, token: string, told: () => void = () => undefined): Promise<Halt> {
  if (!navigator.locks) return sendEach(who, token, told);
  return navigator.locks.request('huanzhi-field', { ifAvailable: true }, (lock) => lock ? sendEach(who, token, told) : 'later' as Halt);
}
