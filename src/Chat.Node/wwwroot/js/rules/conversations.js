// A conversation's row, what changes it, and the orders things are shown in. Pure functions over plain objects.
// message_id is a fixed-width decimal string whose string order is the order of the conversation; no number could hold it.

export const compareIds = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const later = (a, b) => (!a || (b && b > a) ? b ?? a : a);

const covered = (id, mark) => Boolean(mark) && id <= mark;

export function newConversation(conversationId, { peerId = null, groupId = null } = {}, now = 0) {
  return {
    conversation_id: conversationId, peer_id: peerId, group_id: groupId,
    last: null, unread: 0, started: now, draft: '',
    read_up_to: null, read_dirty: false,      // how far I have read, and whether the server may not know it yet
    delivered_up_to: null, peer_read_up_to: null, // how far my messages have come
    counted: null, overlooked: null,          // unread messages that only the server has counted, and those looked past here
    muted: false, muted_until: null, archived: false,
    gap: null, closed: null,
  };
}

/** The row after a message that was not stored before. */
export function withMessage(row, message, me) {
  const mine = message.sender_id === me;
  const newest = !row.last || message.message_id >= row.last.message_id; // the same: the list named it before it came
  const { message_id, sender_id, content, timestamp } = message;
  const isEvent = message.kind === 'event';
  const { event, actor_id, user_ids, role, name } = message;
  return {
    ...row,
    last: newest ? { message_id, sender_id, content: content.slice(0, 200), timestamp, ...(isEvent ? { kind: 'event', event, actor_id, user_ids, role, name } : {}) } : row.last,
    unread: row.unread + (mine || isEvent || covered(message_id, row.read_up_to) || covered(message_id, row.counted?.up_to) ? 0 : 1),
  };
}

/** The row after a cumulative mark (`delivered_up_to`, `peer_read_up_to`, `read_up_to`). Marks never move back. */
export function withMark(row, field, upTo) {
  const moved = later(row[field], upTo);
  if (moved === row[field]) return row;
  const next = { ...row, [field]: moved };
  if (field === 'peer_read_up_to') next.delivered_up_to = later(row.delivered_up_to, upTo); // nobody reads what has not arrived
  return next;
}

/** Newest activity first; a conversation without messages counts from when it was opened. */
export function listed(rows) {
  const at = (row) => Math.max(row.last?.timestamp ?? 0, row.started ?? 0);
  // A mark may arrive for a conversation of which this device holds nothing: kept, but there is nothing to show.
  return [...rows].filter((row) => at(row) > 0).sort((a, b) => at(b) - at(a) || compareIds(a.conversation_id, b.conversation_id));
}

/** The part of a message_id that is its second; ids of that second sort before `latest`. */
export function secondOf(ms) {
  const second = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return { second, latest: `${second}~` };
}

/**
 * Where an event of a group stands among its messages: behind the last entry this device holds from before the end of its second. The
 * stream brings entries in order, so that is the entry before it, or a message this device has sent itself, whose ack overtook the stream.
 * @param before  the id of that entry, or undefined
 */
export const placeOf = (event, before) => (
  `${before ? before.split('~')[0] : secondOf(event.timestamp).second.padEnd(35, '0')}~${String(event.seq).padStart(12, '0')}`);

/** Whether a conversation is muted at a moment: for good, or until a time. */
export const isMuted = (row, now) => Boolean(row.muted) && (!row.muted_until || row.muted_until > now);

/** Unread messages in all of them; what is muted does not call for anybody. */
export const totalUnread = (rows, now) => rows.reduce((sum, row) => sum + (isMuted(row, now) ? 0 : row.unread || 0), 0);

/** Messages by id without doubles, then what still waits in the outbox, in the order it was written. */
export function thread(messages, outbox) {
  const known = new Map();
  for (const message of messages) known.set(message.message_id, message);
  const settled = [...known.values()].sort((a, b) => compareIds(a.message_id, b.message_id));
  const acked = new Set(settled.map((m) => m.client_message_id).filter(Boolean));
  return [...settled, ...outbox.filter((item) => !acked.has(item.client_message_id)).sort((a, b) => a.turn - b.turn)];
}

/** The tick of one of my own messages: waiting, failed, sent, delivered or read. */
export function tickOf(entry, row) {
  if (!entry.message_id) return entry.state === 'failed' ? 'failed' : 'waiting';
  if (row?.peer_read_up_to && entry.message_id <= row.peer_read_up_to) return 'read';
  if (row?.delivered_up_to && entry.message_id <= row.delivered_up_to) return 'delivered';
  return 'sent';
}

/**
 * The read receipt owed for an open conversation, or null. Reading is cumulative, so `up_to` says it all;
 * the ids beside it are for servers that know only ids, newest first kept when there are too many.
 */
export function readingOf(row, messages, me, limit = 256) {
  const fresh = messages.filter((m) => m.sender_id !== me && m.kind !== 'event' && (!row.read_up_to || m.message_id > row.read_up_to));
  if (fresh.length === 0) return null;
  const ids = fresh.map((m) => m.message_id).sort(compareIds);
  return { ids: ids.slice(-limit), upTo: ids[ids.length - 1] };
}
