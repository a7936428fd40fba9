// What a frame from the server means for what is stored here. Pure: frame in, effect out; null for frames that leave nothing behind.
import { localConversation, conversationWith, peerOf } from './frames.js';

const newest = (ids) => (ids?.length ? ids.reduce((a, b) => (b > a ? b : a)) : null);

function messageOf(frame, me) {
  const p = frame.payload;
  const group = p.group_id ?? null;
  const peer = group ? null : (p.sender_id === me ? p.receiver_id : p.sender_id);
  return {
    message_id: p.message_id, conversation_id: group ?? conversationWith(me, peer), peer_id: peer, group_id: group,
    sender_id: p.sender_id, content: p.content ?? '', media_url: p.media_url ?? null, reply_to: p.reply_to ?? null,
    timestamp: p.timestamp, client_message_id: p.sender_id === me ? p.client_message_id ?? null : null,
    device_id: p.device_id ?? null,
  };
}

/** A change of a group stands among its messages. It has no message_id: the store gives it a place, see `placeOf`. */
function eventOf(frame) {
  const p = frame.payload;
  return {
    message_id: null, kind: 'event', seq: frame.seq, conversation_id: p.group_id, group_id: p.group_id, peer_id: null,
    sender_id: p.actor_id, content: '', timestamp: p.timestamp,
    event: p.event, revision: p.revision, actor_id: p.actor_id, user_ids: p.user_ids ?? [], role: p.role ?? null, name: p.name ?? null,
    until: p.until ?? null,
  };
}

export function effectOf(frame, me) {
  const p = frame.payload ?? {};
  switch (frame.type) {
    case 'message': case 'group_message': case 'message_echo':
      return p.message_id ? { kind: 'message', message: messageOf(frame, me) } : null;
    case 'group_event':
      return p.group_id && Number.isFinite(frame.seq) ? { kind: 'message', message: eventOf(frame) } : null;
    case 'delivery_receipt':
      return mark(frame, 'delivered_up_to', p.delivered_to, p.up_to ?? newest(p.message_ids), me);
    case 'read_receipt':
      return mark(frame, 'peer_read_up_to', p.read_by, p.up_to ?? newest(p.message_ids), me);
    case 'read_echo': {
      const read = mark(frame, 'read_up_to', null, p.up_to, me);
      return read && { ...read, left: p.unread_count ?? null };
    }
    case 'conversation_echo': {
      const { muted, muted_until: until, archived } = p;
      return p.conversation_id
        ? { kind: 'settings', ...place(localConversation(p.conversation_id, me), me), settings: { muted, muted_until: until ?? null, archived } } : null;
    }
    case 'group_receipt': {
      const all = p.member_count > 0;
      const field = all && p.read_count >= p.member_count ? 'peer_read_up_to'
        : all && p.delivered_count >= p.member_count ? 'delivered_up_to' : null;
      return field ? { kind: 'mark', field, conversation_id: p.group_id, group_id: p.group_id, up_to: p.message_id } : null;
    }
    case 'sync_gap': {
      const gap = { reason: p.reason ?? null, resume_after: p.resume_after ?? null };
      // The inbox is not a conversation: whatever is missing there may be missing in any of them.
      return p.conversation_id && p.conversation_id !== 'inbox' ? { kind: 'gap', ...place(localConversation(p.conversation_id, me), me), gap } : null;
    }
    default: return null;
  }
}

function mark(frame, field, peer, upTo, me) {
  const named = frame.payload.conversation_id ?? frame.conversation_id;
  const conversation = named ? localConversation(named, me) : peer ? conversationWith(me, peer) : null;
  return conversation && upTo ? { kind: 'mark', field, ...place(conversation, me), up_to: upTo } : null;
}

/** Whose conversation an id means, for a row that may have to be made from it. */
function place(conversation, me) {
  const peer = peerOf(conversation, me);
  return { conversation_id: conversation, peer_id: peer, group_id: peer === null ? conversation : null };
}

/**
 * How far each stream has come after these frames. Streams are in order, so the highest number is the whole truth.
 * Only frames that were stored count: what `sync_done` says was sent is not the same as what is kept here.
 */
export function advance(positions, frames) {
  const next = { ...positions };
  const raise = (stream, seq) => { if (Number.isFinite(seq) && !(next[stream] >= seq)) next[stream] = seq; };
  for (const frame of frames) {
    if (frame.stream !== undefined) raise(frame.stream, frame.seq);
  }
  return next;
}

/** Only the streams that moved: an ack says nothing about the others. */
export function moved(before, after) {
  return Object.fromEntries(Object.entries(after).filter(([stream, seq]) => before[stream] !== seq));
}
