/** 待传 The queue: what was recorded on this phone, in IndexedDB until the server has answered for it. */
export interface Place { lon: number; lat: number; accuracy: number }
export interface Kept { name: string; type: string; octets: ArrayBuffer; sha256: string }

export interface Entry {
  seq?: number;            // the order in which things were recorded
  key: string;             // the server takes each key once
  who: number;             // whose record it is: sent under no other name
  case: string;
  verb: string;
  words: string;           // what the page called it, for the list
  note: string;
  at: string;
  saw: string;             // the state that the person saw
  end: string;             // the state that the step leads to; empty for a file
  place?: Place;
  file?: Kept;
  holdUntil: number;       // a place may still come until then
  state: 'waiting' | 'refused' | 'sent';
  reason: string;
  tries: number;
  settledAt: string;
}

const KEEP_SENT = 7 * 86_400_000;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('huanzhi-field', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('queue', { keyPath: 'seq', autoIncrement: true }).createIndex('key', 'key', { unique: true });
      request.result.createObjectStore('facts');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within<T>(store: 'queue' | 'facts', mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Every record, in its order. Answers only when the disk has it (where the browser can promise that). */
export const all = (): Promise<Entry[]> => within('queue', 'readonly', (store) => store.getAll() as IDBRequest<Entry[]>);
export const keep = (entry: Entry): Promise<IDBValidKey> => within('queue', 'readwrite', (store) => store.put(entry));
export const drop = (seq: number): Promise<undefined> => within('queue', 'readwrite', (store) => store.delete(seq));

/** Change one record as it stands now, not as it stood when it was read; nothing when it is gone. */
export async function change(seq: number, fields: Partial<Entry>): Promise<void> {
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction('queue', 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore('queue');
    const request = store.get(seq) as IDBRequest<Entry | undefined>;
    request.onsuccess = () => { if (request.result) store.put({ ...request.result, ...fields }); };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}

/** What was sent some days ago need not be listed any more; what was not sent stays for ever. */
export async function tidy(now: number): Promise<void> {
  for (const entry of await all()) {
    if (entry.state === 'sent' && now - Date.parse(entry.settledAt) > KEEP_SENT && entry.seq !== undefined) await drop(entry.seq);
  }
}

export interface Facts { who: number; token: string }
export const remember = (facts: Facts): Promise<IDBValidKey> => within('facts', 'readwrite', (store) => store.put(facts, 'facts'));
export const remembered = (): Promise<Facts | undefined> => within('facts', 'readonly', (store) => store.get('facts') as IDBRequest<Facts | undefined>);
