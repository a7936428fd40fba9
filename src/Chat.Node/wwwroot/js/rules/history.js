// What the server's history adds to what this device holds, and where something is missing. Pure functions.

/** A message of the history as it is kept here, beside those that came as frames. */
export function fromHistory(message, row, me) {
  return {
    message_id: message.message_id, conversation_id: row.conversation_id, peer_id: row.peer_id ?? null, group_id: row.group_id ?? null,
    sender_id: message.sender_id, content: message.content ?? '', media_url: message.media_url ?? null, reply_to: message.reply_to ?? null,
    timestamp: message.timestamp, client_message_id: message.sender_id === me ? message.client_message_id ?? null : null, device_id: null,
  };
}

/** The moment of a message_id, which begins with its UTC second, in Unix milliseconds. */
export function timeOf(messageId) {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(messageId ?? '') ?? [];
  if (parts.length === 0) return null;
  const [year, month, day, hour, minute, second] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** An id to ask the history with: the place of a group's event is that of the message it stands behind. */
export const asked = (id) => id?.split('~')[0] ?? null;

/**
 * The row of a conversation in which something may be missing behind `after`, the last entry held from before. Of two gaps the
 * older one is kept until it is filled: what is fetched behind it reaches the newer one too.
 */
export function withGap(row, { reason, after }) {
  const open = row.gap && !row.gap.filled && row.gap.after !== undefined ? row.gap : null;
  return { ...row, gap: { reason: reason ?? null, after: open ? open.after : after ?? null, filled: false } };
}

/**
 * The gap after a page of history was fetched behind it; null when nothing is missing any more.
 * @param page   the server's answer
 * @param below  the first entry this device held behind the gap, or null
 */
export function gapAfter(gap, page, below) {
  if (page.history !== 'on') return { ...gap, filled: true };
  const last = page.messages[page.messages.length - 1]?.message_id ?? null;
  const closed = !page.has_more || (below !== null && last !== null && last >= below);
  const from = gap.origin ?? gap.after;
  if (!closed) return { ...gap, origin: from, after: last ?? gap.after };
  const whole = page.kept_since !== null && page.kept_since !== undefined && page.kept_since <= (timeOf(from) ?? -1);
  return whole ? null : { ...gap, origin: undefined, after: from, filled: true };
}

/**
 * Before which of these entries the line about a gap stands: the first one behind it. Nowhere when there is none.
 * @param earlier  whether there are entries before these: then the gap may lie among them
 */
export function gapBefore(gap, entries, earlier = false) {
  const at = entries.findIndex((entry) => entry.message_id && (!gap.after || entry.message_id > gap.after));
  return at < 0 || (at === 0 && earlier) ? null : entries[at];
}

export function gapWords(gap) {
  return gap.reason === 'expired' ? 'Some messages here expired before this device could fetch them.' : 'Some messages may be missing here.';
}
