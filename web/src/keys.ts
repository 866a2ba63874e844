/** Lists by keyboard: j and k go down and up, x chooses, Enter opens. Never while somebody types. */
export function keys(box: HTMLElement): void {
  let at = -1;
  const rows = (): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('[data-row]')];
  const go = (to: number): void => {
    const all = rows();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, to));
    all.forEach((row, n) => row.classList.toggle('is-at', n === at));
    all[at]!.querySelector<HTMLElement>('a')?.focus();
    all[at]!.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', (event) => {
    const typing = (event.target as HTMLElement).closest('input:not([type=checkbox]), textarea, select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') go(at + 1);
    else if (event.key === 'k') go(at - 1);
    else if (event.key === 'x') rows()[at]?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    else return;
    event.preventDefault();
  });
}
