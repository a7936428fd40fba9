// The frames this client sends, and the ids they carry. Pure: no socket, no clock, no storage.
// The wire contract (snake_case, Unix milliseconds) is written down in the protocol document; nothing else in the page builds a frame.

/** What a client may have unacknowledged, and how large its content may be, until the server announces its own limits. */
export const DEFAULT_LIMITS = { frame_bytes: 65536, content_bytes: 16384, batch_ids: 256, in_flight: 64 };

export function auth({ userId, token, deviceId, appVersion, epoch, positions }) {
  const frame = {
    type: 'auth',
    payload: {
      user_id: userId, auth_token: token, device_id: deviceId,
      platform: 'web', app_version: appVersion, capabilities: ['sync'],
    },
  };
  if (epoch) frame.payload.resume = { epoch, positions: positions ?? {} };
  return frame;
}

/** The frame of an outbox item. The same item always gives the same frame: a repeated id with other content would be refused. */
export function message(item) {
  const common = { content: item.content, media_url: null, reply_to: item.reply_to ?? null, timestamp: item.created };
  return item.group_id
    ? { type: 'group_message', client_message_id: item.client_message_id, payload: { group_id: item.group_id, ...common } }
    : { type: 'message', client_message_id: item.client_message_id, payload: { receiver_id: item.peer_id, ...common } };
}

/** Cumulative: everything up to these positions is stored here. Only servers that announced `sync` understand it. */
export const ackPositions = (positions, now) => ({ type: 'delivery_ack', positions, timestamp: now });

export const ackMessages = (ids, now) => (ids.length === 1
  ? { type: 'delivery_ack', message_id: ids[0], timestamp: now }
  : { type: 'delivery_ack', message_ids: ids, timestamp: now });

export const readReceipt = (ids, upTo, now) => ({ type: 'read_receipt', message_ids: ids, up_to: upTo, timestamp: now });

export const heartbeat = (now) => ({ type: 'heartbeat', timestamp: now });

export const typing = (peerId, state) => ({ type: 'typing', payload: { receiver_id: peerId, state } });

export const presence = (verb, requestId, userIds) => ({
  type: `presence_${verb}`, request_id: requestId, payload: { user_ids: userIds },
});

export const authRefresh = (requestId, token) => ({ type: 'auth_refresh', request_id: requestId, payload: { auth_token: token } });

/** The id of a 1:1 conversation; either order means the same one, so this client always writes the sorted form. */
export const conversationWith = (a, b) => (a < b ? `conv_${a}_${b}` : `conv_${b}_${a}`);

/** The other person of a 1:1 conversation id, or null when it is a group or somebody else's. */
export function peerOf(conversationId, me) {
  if (!conversationId?.startsWith('conv_')) return null;
  const pair = conversationId.slice(5);
  if (pair.startsWith(`${me}_`)) return pair.slice(me.length + 1);
  if (pair.endsWith(`_${me}`)) return pair.slice(0, -me.length - 1);
  return null;
}

/** A conversation id as this client writes it, whichever order the server used. */
export function localConversation(conversationId, me) {
  const peer = peerOf(conversationId, me);
  return peer === null ? conversationId : conversationWith(me, peer);
}

/** An id of `bytes` random bytes in hexadecimal. Not randomUUID, which browsers withhold from plain-http origins. */
export function randomId(prefix, bytes = 12) {
  const raw = globalThis.crypto.getRandomValues(new Uint8Array(bytes));
  return prefix + Array.from(raw, (b) => b.toString(16).padStart(2, '0')).join('');
}
