/** The page's own words, in its language, for what the script says; and the clock in them. */
type Words = Record<string, string>;

let held: Words | undefined;

export function word(name: string, values: Record<string, string | number> = {}): string {
  held ??= JSON.parse(document.getElementById('field-words')?.textContent ?? '{}') as Words;
  let text = held[name] ?? name;
  for (const [key, value] of Object.entries(values)) text = text.replace(`{${key}}`, String(value));
  return text;
}

/** What is left until a time, as the server says it: days, or hours and minutes of the last day. */
export function left(due: number, now: number): string {
  const minutes = Math.floor(Math.abs(due - now) / 60_000);
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
  const side = due < now ? 'late' : 'left';
  if (days) return word(days === 1 ? `${side}_day` : `${side}_days`, { days });
  if (!hours) return word(`${side}_minutes`, { minutes });
  return word(`${side}_hours`, { hours, minutes: minutes % 60 });
}

export function clockTime(text: string): string {
  const at = new Date(text);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return at.toDateString() === new Date().toDateString() ? time : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}
