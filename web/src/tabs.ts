/** One of several panels at a time; without this file they all stand under one another. */
export function tabs(box: HTMLElement): void {
  const links = [...box.querySelectorAll<HTMLAnchorElement>('[data-tab]')];
  const panels = links.map((link) => document.getElementById(link.hash.slice(1)));

  function show(index: number): void {
    links.forEach((link, i) => link.setAttribute('aria-pressed', String(i === index)));
    panels.forEach((panel, i) => { if (panel) panel.hidden = i !== index; });
    document.dispatchEvent(new CustomEvent('panel-shown'));
  }

  links.forEach((link, index) => {
    link.setAttribute('role', 'button');
    link.addEventListener('click', (event) => { event.preventDefault(); show(index); });
    link.addEventListener('keydown', (event) => {
      if (event.key === ' ') { event.preventDefault(); show(index); }
    });
  });
  const marked = links.findIndex((link) => link.hash === location.hash);
  show(Math.max(0, marked));
}
