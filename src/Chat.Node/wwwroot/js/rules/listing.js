// What the server's list of conversations, and what was set for one of them, means for the rows kept here. Pure functions.
import { localConversation, peerOf } from './frames.js';
import { withMark } from './conversations.js';

/** Those in the list and those folded away, each in the order given. */
export function folded(rows) {
  return { shown: rows.filter((row) => !row.archived), archived: rows.filter((row) => row.archived) };
}

/** The row after what was set for it, here or on another device. */
export function withSettings(row, { muted, muted_until: until, archived }) {
  return { ...row, muted: Boolean(muted), muted_until: muted ? until ?? null : null, archived: Boolean(archived) };
}

/** Whose conversation an entry of the list is, as this client writes its id. */
export function listedPlace(entry, me) {
  const id = localConversation(entry.conversation_id, me);
  const peer = entry.kind === 'group' ? null : entry.peer_id ?? peerOf(id, me);
  return { conversation_id: id, peer_id: peer, group_id: peer === null ? entry.group_id ?? id : null };
}

/** What the list shows of a message that the server may no longer hold the words of. */
function lastOf({ message_id, sender_id, content, media_url, timestamp }) {
  return { message_id, sender_id, content: (content ?? '').slice(0, 200), timestamp, ...(content === null && !media_url ? { withheld: true } : {}) };
}

/**
 * The row after what the list says of it. Frames are the better source, so the list only adds: a newer last message, marks, settings,
 * and how many unread messages there are of which this device holds none.
 * @param trust  whether the list's count replaces this device's even where the device holds the last message
 */
export function withListing(row, entry, { trust = false } = {}) {
  const last = entry.last_message;
  const ahead = Boolean(last) && (!row.last || last.message_id > row.last.message_id);
  const readHere = Boolean(row.read_up_to) && row.read_up_to > (entry.read_up_to ?? ''); // the server has not heard of it yet
  let next = withSettings(row, entry);
  if (ahead) next.last = lastOf(last);
  else if (last && row.last?.withheld && last.content !== null) next.last = lastOf(last);
  if (!next.started && !next.last) next.started = entry.activity_at ?? 0;
  next = withMark(next, 'read_up_to', entry.read_up_to);
  const counts = last && !readHere && (ahead || trust) && !(row.overlooked >= last.message_id);
  if (counts) next = { ...next, counted: { unread: entry.unread_count ?? 0, up_to: last.message_id } };
  return next;
}

/** Beyond which message those this device holds count by themselves: below, they are read, or in the server's count. */
export const countsFrom = (row) => [row.read_up_to, row.counted?.up_to].reduce((a, b) => (b && (!a || b > a) ? b : a), null);

/**
 * The row with its unread count made anew.
 * @param held  how many messages of others this device holds beyond `countsFrom` of the row
 * @param told  what the server says is left, where it said so
 */
export function withUnread(row, held, told = null) {
  const { counted } = row;
  if (!counted || (row.read_up_to && row.read_up_to >= counted.up_to)) return { ...row, counted: null, unread: held };
  const left = told === null ? counted.unread : Math.min(counted.unread, told);
  return { ...row, counted: { ...counted, unread: left }, unread: left + held };
}

/** The row once its person has looked at all there is to see of it here, although messages are counted that only other devices hold. */
export function withOverlooked(row) {
  return row.counted ? { ...row, unread: Math.max(0, row.unread - row.counted.unread), counted: null, overlooked: row.counted.up_to } : row;
}
