/** Finds what a page wants beyond its text, and fetches the file that can do it. */
function whenSeen(element: Element, act: () => void): void {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    act();
  }, { rootMargin: '200px' });
  watcher.observe(element);
}

function each(within: ParentNode, selector: string, act: (element: HTMLElement) => void): void {
  within.querySelectorAll<HTMLElement>(selector).forEach((element) => {
    if (element.dataset['ready']) return;
    element.dataset['ready'] = 'yes';
    act(element);
  });
}

export function enhance(within: ParentNode): void {
  each(within, '[data-chart]', (box) => whenSeen(box, () => void import('./charts/draw').then((m) => m.draw(box))));
  each(within, '[data-map]', (box) => whenSeen(box, () => void import('./map/draw').then((m) => m.draw(box))));
  each(within, '[data-tabs]', (box) => void import('./tabs').then((m) => m.tabs(box)));
  each(within, 'form[data-auto]', (form) => {
    form.addEventListener('change', () => (form as HTMLFormElement).requestSubmit());
  });
  each(within, '[data-keys]', (box) => void import('./keys').then((m) => m.keys(box)));
  each(within, 'button[data-print]', (button) => button.addEventListener('click', () => print()));
}
