/** 现场 Field pages: forms go into the queue, the queue goes to the server when it can; pages are kept for later. */
import { pageRead, release, show } from './list';
import { showNet } from './net';
import { warm } from './place';
import { all, remember, tidy, type Entry } from './queue';
import { READY, recordFile, recordStep, type Said } from './record';
import { sendAll, type Halt } from './send';
import { followState } from './steps';
import { left, word } from './words';

const root = document.documentElement;
const box = document.querySelector<HTMLElement>('[data-field]');
const who = Number(box?.dataset['who'] ?? 0);
const RETRY = [2, 5, 15, 60, 300];
let halt: Halt = '';
let failures = 0;
let timer = 0;

const token = (): string => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';

async function draw(): Promise<Entry[]> {
  const { mine, others } = await show(who, () => void go());
  showNet(halt, mine, others);
  const held = document.querySelector<HTMLElement>('[data-case]');
  if (held) followState(held, mine.filter((entry) => entry.case === held.dataset['case']));
  return mine;
}

const waiting = (mine: Entry[]): number => mine.filter((entry) => entry.state === 'waiting').length;

/** Send what waits, then again after a while if something still does; a page whose case moved is read anew. */
async function go(): Promise<void> {
  clearTimeout(timer);
  const before = waiting(await draw());
  if (!before) return;
  await remember({ who, token: token() });
  if (navigator.onLine) halt = await sendAll(who, token(), () => void draw());
  const after = waiting(await draw());
  if (after < before) { failures = 0; void fresh(); }
  if (!after || halt === 'sign-in' || halt === 'other-person') return;
  const pause = RETRY[Math.min(failures, RETRY.length - 1)] ?? 300;
  failures += 1;
  timer = window.setTimeout(() => void go(), pause * 1000);
}

/** Read the case again and put it in place, unless somebody is writing on it. */
async function fresh(): Promise<void> {
  if (!document.querySelector('[data-case]') || !navigator.onLine) return;
  const answer = await fetch(location.href, { redirect: 'manual', cache: 'no-store' }).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.querySelector<HTMLElement>('[data-case]');
  const held = document.querySelector<HTMLElement>('[data-case]');
  const writing = [...document.querySelectorAll('textarea')].some((text) => text.value.trim());
  if (!now || !held || writing) return;
  held.replaceWith(now);
  pageRead();
  bind();
  await draw();
  await keepPages();
}

function said(form: HTMLFormElement, button: HTMLElement | null, verb: string, end: string): Said {
  const held = form.closest<HTMLElement>('[data-case]');
  const note = form.querySelector('textarea')?.value.trim() ?? '';
  return {
    who, case: held?.dataset['case'] ?? '', saw: held?.dataset['now'] ?? held?.dataset['state'] ?? '', note, verb, end,
    words: (button ?? form).dataset['words'] ?? '',
  };
}

/** The text and the file leave the page only after the disk has them; if it refuses, both stay and the page says so. */
async function record(form: HTMLFormElement, act: () => Promise<void>): Promise<void> {
  form.setAttribute('aria-busy', 'true');
  const line = form.querySelector<HTMLElement>('[data-wrong]');
  try {
    await act();
    root.dataset['recorded'] = String(Number(root.dataset['recorded'] ?? 0) + 1);
    form.reset();
    if (line) line.hidden = true;
  } catch (error) {
    if (line) { line.hidden = false; line.textContent = `${word('not_kept')} ${String(error)}`; }
    return;
  } finally {
    form.removeAttribute('aria-busy');
  }
  const registration = await navigator.serviceWorker?.getRegistration();
  void (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync?.register('huanzhi-field').catch(() => undefined);
  await go();
}

function takeSteps(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (!button || form.getAttribute('aria-busy')) return;
    const { verb = '', end = '', needsNote } = button.dataset;
    const text = form.querySelector('textarea');
    if (needsNote && text && !text.value.trim()) { text.focus(); text.reportValidity(); return; }
    void record(form, () => recordStep(said(form, button, verb, end)));
  });
}

function takeFiles(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelectorAll<HTMLInputElement>('input[type=file]').forEach((input) => {
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      if (!files.length) return;
      void record(form, async () => {
        for (const file of files) await recordFile(said(form, null, form.dataset['verb'] ?? '', ''), file);
      });
    });
  });
}

/** Pages that will be wanted without a signal. */
async function keepPages(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  const wanted = [...document.querySelectorAll<HTMLAnchorElement>('a[data-keep]')].map((link) => ({ address: link.href, stamp: link.dataset['keep'] ?? '' }));
  const images = [...document.querySelectorAll<HTMLImageElement>('img[data-keep]')].map((image) => ({ address: image.src, stamp: '' }));
  registration.active?.postMessage({ keep: [{ address: location.href, stamp: '' }, ...wanted, ...images] });
}

function clocks(): void {
  document.querySelectorAll<HTMLElement>('[data-due]').forEach((clock) => {
    const due = Date.parse(clock.dataset['due'] ?? '');
    if (!Number.isNaN(due)) clock.textContent = left(due, Date.now());
  });
}

function bind(): void {
  document.querySelectorAll<HTMLFormElement>('form[data-steps]').forEach(takeSteps);
  document.querySelectorAll<HTMLFormElement>('form[data-files]').forEach(takeFiles);
  clocks();
}

async function start(): Promise<void> {
  root.classList.add('scripted');
  bind();
  setInterval(clocks, 30_000);
  for (const name of ['online', 'focus']) window.addEventListener(name, () => { halt = ''; failures = 0; void go(); });
  document.addEventListener(READY, () => void go());
  window.addEventListener('offline', () => void draw());
  if (navigator.serviceWorker) {
    navigator.serviceWorker.addEventListener('message', () => void draw());
    await navigator.serviceWorker.register('/desk/field/worker.js', { scope: '/desk/field/' }).catch(() => undefined);
    if (navigator.onLine) void keepPages();
  }
  if (document.querySelector('[data-case]')) void warm();
  await release();
  await tidy(Date.now());
  await go();
  if (waiting(await all()) === 0) await draw();
}

if (box) void start();
