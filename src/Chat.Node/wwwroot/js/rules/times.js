// Times as people read them, in this browser's zone and language. Pure but for the locale, which Intl supplies.

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const fullDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** A key of the local calendar day. Not the UTC day: a separator belongs where midnight is for the reader. */
export function dayOf(ms) {
  const d = new Date(ms);
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;
}

/** Calendar days between two moments; days of 23 and 25 hours count as one. */
export function daysBetween(from, to) {
  const noon = (ms) => new Date(ms).setHours(12, 0, 0, 0);
  return Math.round((noon(to) - noon(from)) / 86_400_000);
}

export function dayLabel(ms, now) {
  const days = daysBetween(ms, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekday.format(ms);
  return new Date(ms).getFullYear() === new Date(now).getFullYear() ? date.format(ms) : fullDate.format(ms);
}

export const timeLabel = (ms) => clock.format(ms);

/** For the list: the time today, else the day. */
export function listLabel(ms, now) {
  const days = daysBetween(ms, now);
  return days === 0 ? clock.format(ms) : days === 1 ? 'Yesterday' : short.format(ms);
}

export function lastSeenLabel(ms, now) {
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return 'last seen just now';
  if (minutes < 60) return `last seen ${minutes} min ago`;
  const day = dayLabel(ms, now);
  return `last seen ${day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : day} at ${clock.format(ms)}`;
}

/** How long to wait before renewing a token: a tenth of its life is left, or a minute, or half of a very short life. */
export function refreshIn(expiresAt, now) {
  const life = expiresAt - now;
  const margin = Math.max(life / 10, Math.min(60_000, life / 2));
  return Math.round(Math.max(1000, Math.min(life - margin, 2 ** 31 - 1)));
}
