/** 依据: the drawer fills by htmx and has an address of its own; Esc closes it and focus goes back. */
import { htmx } from './htmx';

let opener: HTMLElement | null = null;

function drawer(): HTMLElement | null {
  return document.getElementById('drawer');
}

function close(event: Event): void {
  const box = drawer();
  const back = box?.querySelector<HTMLAnchorElement>('[data-close]');
  if (!box || !back) return;
  event.preventDefault();
  box.replaceChildren();
  history.pushState({ htmx: true }, '', back.href);
  const again = opener?.isConnected ? opener : document.getElementById('main');
  again?.focus({ preventScroll: true });
}

export function followDrawer(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const link = target.closest<HTMLElement>('a');
    if (link?.closest('[hx-target="#drawer"]') && !drawer()?.contains(link)) opener = link;
    if (target.closest('[data-close]')) close(event);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(event);
  });
  htmx.on('htmx:afterSwap', (event) => {
    const box = drawer();
    if (box && event.target === box) {
      box.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
      box.scrollTop = 0;
    }
  });
}
