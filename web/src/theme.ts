/** 深浅色: the server writes the choice into the page; here it changes at once, and charts are told. */
const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');

export const THEME_CHANGED = 'theme-changed';

function isDark(): boolean {
  const chosen = root.dataset['theme'];
  return chosen ? chosen === 'dark' : system.matches;
}

function announce(): void {
  document.dispatchEvent(new CustomEvent(THEME_CHANGED));
}

export function keepTheme(): void {
  system.addEventListener('change', announce);
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-theme-form]')) return;
    event.preventDefault();
    const next = isDark() ? 'light' : 'dark';
    const choice = new FormData(form);
    choice.set('theme', next);
    void fetch(form.action, { method: 'POST', body: choice, redirect: 'manual' });
    root.dataset['theme'] = next;
    announce();
  });
}

/** The value of a design token as it stands now. */
export function token(name: string): string {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}
