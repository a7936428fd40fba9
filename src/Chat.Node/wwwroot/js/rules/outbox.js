// Decisions of the outbox: what may be written to the socket now, and what an error means for an item.
// Pure: items and clocks come in, decisions go out. `js/outbox.js` carries them out.

/** No ack in this time: the same id is sent again. */
export const ACK_TIMEOUT = 10_000;

const byTurn = (a, b) => a.turn - b.turn;

/**
 * Which items to write now, in order, and when to look again.
 *
 * An item that has to wait holds back the later ones of its conversation: sent past it, they would be ordered before it for ever.
 * @param items   outbox rows `{ client_message_id, conversation_id, turn, state, not_before }`
 * @param flight  Map of client_message_id → time of the last write on this connection
 */
export function plan(items, flight, { now, online, limit = 64, pausedUntil = 0 }) {
  if (!online) return { send: [], wakeAt: null };
  const held = new Set();
  const send = [];
  let unacked = items.filter((item) => item.state === 'waiting' && flight.has(item.client_message_id)).length;
  let wakeAt = null;
  const wake = (at) => { wakeAt = wakeAt === null ? at : Math.min(wakeAt, at); };

  for (const item of [...items].sort(byTurn)) {
    if (item.state !== 'waiting' || held.has(item.conversation_id)) continue;
    const written = flight.get(item.client_message_id);
    const ready = Math.max(written === undefined ? 0 : written + ACK_TIMEOUT, item.not_before ?? 0, pausedUntil);
    if (ready > now) {
      wake(ready);
      // Written and unanswered: the connection keeps the order of what follows. Held back: it must not be overtaken.
      if (written === undefined) held.add(item.conversation_id);
      continue;
    }
    if (written === undefined) {
      if (unacked >= limit) break;
      unacked += 1;
    }
    send.push(item);
    wake(now + ACK_TIMEOUT);
  }
  return { send, wakeAt };
}

const KEEP_ALL = new Set(['rate_limited', 'unavailable', 'overloaded']);
const TELL = {
  frame_too_large: 'The message is too long.',
  content_too_large: 'The message is too long.',
  user_not_found: 'This person does not exist any more.',
  group_not_found: 'This group does not exist any more.',
  group_full: 'The group is full.',
  device_limit: 'Too many devices are signed in.',
  subscription_limit: 'Too many people are being watched.',
  not_member: 'You are not a member of this group.',
  forbidden: 'You may not write here.',
  member_muted: 'You are muted in this group.',
  media_not_found: 'The attachment is gone. Attach it again.',
  media_rejected: 'The attachment was refused.',
  unsupported_version: 'This page is too old for the server. Reload it.',
};

/**
 * What becomes of an item that the server answered with an error.
 * An error never consumes the client_message_id, so everything that is kept goes out again under the same one.
 */
export function afterError({ code, message, retryable, retry_after_ms: retryAfter }, attempts, random = Math.random) {
  const delay = retryAfter ?? Math.round(Math.min(30_000, 1000 * 2 ** Math.min(attempts, 5)) * (0.5 + random() / 2));
  if (KEEP_ALL.has(code)) return { outcome: 'keep', delay, scope: 'all' };
  if (code === 'inbox_full' || code === 'media_not_ready') return { outcome: 'keep', delay, scope: 'conversation' };
  if (code === 'token_expired') return { outcome: 'refresh' };
  if (code === 'not_authenticated' || code === 'token_invalid') return { outcome: 'sign_in' };
  if (code in TELL) {
    const closed = ['not_member', 'forbidden', 'member_muted'].includes(code);
    return { outcome: 'fail', tell: TELL[code], closed };
  }
  // A code that did not exist when this was written still says whether it may be tried again.
  if (retryable) return { outcome: 'keep', delay, scope: 'conversation' };
  return { outcome: 'fail', tell: message || 'The server refused this message.', bug: true };
}
