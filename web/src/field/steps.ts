/** 步骤: the buttons of a case follow what was recorded here, though the server has not heard of it yet. */
import type { Entry } from './queue';
import { word } from './words';

/** The state of a case once what waits for it has been done. */
export function stateAfter(state: string, entries: Entry[]): string {
  return entries.filter((entry) => entry.state === 'waiting' && entry.end).reduce((_, entry) => entry.end, state);
}

export function followState(box: HTMLElement, entries: Entry[]): string {
  const held = box.dataset['state'] ?? '';
  const state = stateAfter(held, entries);
  box.dataset['now'] = state;
  const mine = entries.some((entry) => entry.state === 'waiting' && entry.verb === 'work.report-done');  // nobody re-checks their own
  let any = false, noted = false;
  const files = entries.filter((entry) => entry.state === 'waiting' && entry.file).length;
  box.querySelectorAll<HTMLElement>('[data-start]').forEach((choice) => {
    choice.hidden = choice.dataset['start'] !== state || mine;
    any ||= !choice.hidden;
    noted ||= !choice.hidden && Boolean(choice.querySelector('[data-needs-note]'));
  });
  box.querySelectorAll<HTMLElement>('[data-steps-note]').forEach((note) => { note.hidden = !noted; });
  box.querySelectorAll<HTMLElement>('[data-wanting]').forEach((hint) => { hint.hidden = Number(hint.dataset['wanting']) <= files; });
  const act = box.querySelector<HTMLElement>('.field-act');
  if (act) act.hidden = !any;
  const said = box.querySelector<HTMLElement>('[data-state-word]');
  if (said && state !== held) said.textContent = `${word(`state_${state}`)} · ${word('waiting')}`;
  return state;
}
