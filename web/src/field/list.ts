/** The list of what was recorded here: waiting, sent, or refused and why. Nothing that was refused goes away by itself. */
import { newKey } from './keys';
import { all, change, drop, keep, type Entry } from './queue';
import { clockTime, word } from './words';

const pictures: string[] = [];
let read = Date.now();

/** The page of the case is as the server has it now: what was sent before stands on it. */
export function pageRead(): void {
  read = Date.now();
}

const onPage = (entry: Entry): boolean => entry.state === 'sent' && Date.parse(entry.settledAt) < read;

function make<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(text: string, act: () => Promise<unknown>, after: () => void): HTMLButtonElement {
  const element = make('button', 'button', text);
  element.type = 'button';
  element.addEventListener('click', () => { element.disabled = true; void act().then(after); });
  return element;
}

async function again(entry: Entry): Promise<void> {
  const { seq, ...rest } = entry;
  await keep({ ...rest, key: newKey(), state: 'waiting', reason: '', tries: 0, settledAt: '', saw: '' });
  if (seq !== undefined) await drop(seq);
}

function address(entry: Entry): string {
  const file = entry.file;
  if (!file?.octets.byteLength) return '';
  const made = URL.createObjectURL(new Blob([file.octets], { type: file.type }));
  pictures.push(made);
  return made;
}

function choices(entry: Entry, picture: string, after: () => void): HTMLElement {
  const row = make('div', 'field-choice');
  row.append(button(word('again'), () => again(entry), after));
  if (picture) {
    const save = make('a', 'button', word('save_file'));
    save.href = picture;
    save.download = entry.file?.name ?? '';
    row.append(save);
  }
  row.append(button(word('discard'), async () => { if (confirm(word('discard_sure'))) await drop(entry.seq ?? 0); }, after));
  return row;
}

function item(entry: Entry, after: () => void): HTMLElement {
  const row = make('li', `field-record is-${entry.state}`);
  row.dataset['record'] = entry.state;
  const head = make('div', 'line');
  const picture = address(entry);
  if (picture && entry.file?.type.startsWith('image/')) {
    const image = make('img', 'field-shot');
    image.src = picture;
    image.alt = '';
    head.append(image);
  }
  const text = make('div', 'grow');
  text.append(make('b', '', entry.words), make('small', '', [entry.case, clockTime(entry.at), entry.note].filter(Boolean).join(' · ')));
  const looks = { waiting: 'na', sent: 'ok', refused: 'off' } as const;
  const state = make('span', `chip is-${looks[entry.state]}`, word(entry.state));
  head.append(text, state);
  row.append(head);
  if (entry.state === 'refused') {
    row.append(make('p', 'note wrong', `${word('refused_because')}${entry.reason === '413' ? word('too_large') : entry.reason}`));
    row.append(choices(entry, picture, after));
  }
  return row;
}

/** Draw the lists of the page anew; gives the records of this person. */
export async function show(who: number, after: () => void): Promise<{ mine: Entry[]; others: number }> {
  const entries = await all();
  const mine = entries.filter((entry) => entry.who === who);
  pictures.splice(0).forEach((made) => URL.revokeObjectURL(made));
  document.querySelectorAll<HTMLElement>('[data-records]').forEach((list) => {
    const wanted = list.dataset['records'];
    const rows = mine.filter((entry) => !wanted || (entry.case === wanted && !onPage(entry))).reverse();
    list.replaceChildren(...rows.map((entry) => item(entry, after)));
    const box = list.closest<HTMLElement>('[data-records-box]');
    if (box) box.hidden = !rows.length;
    const empty = document.querySelector<HTMLElement>('[data-records-empty]');
    if (empty) empty.hidden = rows.length > 0;
  });
  const others = entries.filter((entry) => entry.who !== who && entry.state !== 'sent').length;
  return { mine, others };
}

/** A record whose place never came (the page was left meanwhile) waits no longer. */
export async function release(): Promise<void> {
  for (const entry of await all()) {
    if (entry.holdUntil && entry.holdUntil < Date.now() && entry.seq !== undefined) await change(entry.seq, { holdUntil: 0 });
  }
}
