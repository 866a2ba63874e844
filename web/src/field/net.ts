/** 信号: one line at the top that says whether there is a signal, what waits, and what a person has to do about it. */
import type { Entry } from './queue';
import type { Halt } from './send';
import { word } from './words';

function say(line: HTMLElement, text: string, link?: [string, string]): void {
  const words = line.querySelector<HTMLElement>('[data-net-words]');
  if (!words) return;
  words.textContent = text;
  if (!link) return;
  const element = document.createElement('a');
  [element.textContent, element.href] = link;
  words.append(' ', element);
}

export function showNet(halt: Halt, mine: Entry[], others: number): void {
  const line = document.querySelector<HTMLElement>('[data-net]');
  if (!line) return;
  const waiting = mine.filter((entry) => entry.state === 'waiting').length;
  const refused = mine.filter((entry) => entry.state === 'refused').length;
  const count = line.querySelector<HTMLElement>('[data-net-count]');
  if (count) count.textContent = waiting ? word('count', { n: waiting }) : '';
  document.querySelectorAll<HTMLElement>('[data-badge]').forEach((badge) => {
    badge.textContent = waiting + refused ? String(waiting + refused) : '';
  });
  const door = `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
  line.hidden = false;
  line.dataset['net'] = halt || (navigator.onLine ? 'online' : 'offline');
  if (!navigator.onLine || halt === 'offline') say(line, word('offline'));
  else if (halt === 'sign-in') say(line, word('sign_in_again'), [word('sign_in'), door]);
  else if (halt === 'other-person') say(line, word('other_person'), [word('sign_in'), door]);
  else if (waiting) say(line, word('sending'));
  else if (refused) say(line, word('some_refused'));
  else if (others) say(line, word('others_wait', { n: others }));
  else line.hidden = true;
}
