// Web addresses inside a message, and which addresses may become links at all. Pure.

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/gi;

/** The content as a list of `{ text, href? }`, in order; joined, the texts are the content again. */
export function pieces(content) {
  const found = [];
  let at = 0;
  for (const match of content.matchAll(ADDRESS)) {
    if (match.index > at) found.push({ text: content.slice(at, match.index) });
    found.push({ text: match[0], href: match[0] });
    at = match.index + match[0].length;
  }
  if (at < content.length) found.push({ text: content.slice(at) });
  return found;
}

/** An address that may be opened from a message, or null: http, https, and paths of this server. Never `javascript:`. */
export function safeAddress(address, origin) {
  try {
    const url = new URL(address, origin);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** The handle in a "chat with me" link's path, or null. */
export function handleIn(pathname) {
  const match = /^\/u\/([^/]+)\/?$/.exec(pathname);
  if (!match) return null;
  try { return decodeURIComponent(match[1]); } catch { return null; }
}

/** The address of a window that is to become another device of an account, and the handle in it, or null. */
export const addressOfAnother = (handle) => `/?${new URLSearchParams({ device: 'another', as: handle })}`;

export function anotherIn(search) {
  const query = new URLSearchParams(search);
  return query.get('device') === 'another' ? query.get('as') ?? '' : null;
}
