/** 记录: what a person does on the page goes into the queue first, on this phone's disk; only then is anything sent. */
import { newKey, sha256 } from './keys';
import { known, place, WAIT } from './place';
import { change, keep, type Entry, type Kept } from './queue';

/** The place has come, or will not come: the record may go. */
export const READY = 'field-ready';

export interface Said { who: number; case: string; verb: string; words: string; note: string; saw: string; end: string }

async function put(said: Said, file?: Kept): Promise<void> {
  const now = known();
  const entry: Entry = {
    ...said, key: newKey(), at: new Date().toISOString(), holdUntil: now ? 0 : Date.now() + WAIT,
    state: 'waiting', reason: '', tries: 0, settledAt: '', ...(now && { place: now }), ...(file && { file }),
  };
  const seq = await keep(entry) as number;
  void navigator.storage?.persist?.();
  if (now) return;
  void place()
    .then((found) => change(seq, { holdUntil: 0, ...(found && { place: found }) }))
    .then(() => document.dispatchEvent(new Event(READY)));
}

/** A step of the case. */
export const recordStep = (said: Said): Promise<void> => put(said);

/** A photo or file: its octets are copied and hashed before anything else happens to it. */
export async function recordFile(said: Said, file: File): Promise<void> {
  const octets = await file.arrayBuffer();
  await put(said, { name: file.name || 'photo.jpg', type: file.type, octets, sha256: await sha256(octets) });
}
