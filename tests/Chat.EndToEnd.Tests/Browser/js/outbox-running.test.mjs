import test from 'node:test';
import assert from 'node:assert/strict';
import { Outbox } from '../../../../src/Chat.Node/wwwroot/js/outbox.js';

const turns = async (n = 5) => { for (let i = 0; i < n; i += 1) await new Promise(setImmediate); };
const text = { conversation_id: 'conv_a_b', peer_id: 'b', group_id: null, content: 'Hey' };

/** An outbox on a connection that notes what is written, an inbox that settles at once, and a store that outlives both. */
function desk(stored = new Map()) {
  const sent = [];
  const connection = Object.assign(new EventTarget(), {
    online: false, limits: { in_flight: 64 }, send(frame) { if (this.online) sent.push(frame); return this.online; },
  });
  const store = {
    putOutbox: async (item) => { stored.set(item.client_message_id, item); },
    dropOutbox: async (id) => { stored.delete(id); },
  };
  const inbox = Object.assign(new EventTarget(), {
    settled: [],
    settle(message) {
      this.settled.push(message);
      stored.delete(message.client_message_id);
      this.dispatchEvent(new CustomEvent('stored', { detail: { settled: [message.client_message_id] } }));
    },
  });
  const outbox = new Outbox({ store, connection, inbox, me: 'a', deviceId: 'd1', items: [...stored.values()] });
  return {
    outbox, sent, stored, inbox,
    up: async () => {
      connection.online = true;
      connection.dispatchEvent(new CustomEvent('ready', { detail: {} }));
      await turns();
    },
    down: () => { connection.online = false; connection.dispatchEvent(new Event('state')); },
    receive: (frame) => connection.dispatchEvent(new CustomEvent('frame', { detail: frame })),
  };
}
const ack = (id, messageId = '20241105120000000001') => ({
  type: 'message_ack', client_message_id: id, payload: { message_id: messageId, status: 'sent', timestamp: 7 },
});

test('What was written offline is kept, and goes out under the same id after a reload', async () => {
  const before = desk();
  const item = await before.outbox.add(text);
  assert.equal(before.sent.length, 0);

  const after = desk(before.stored);
  await after.up();
  assert.deepEqual(after.sent.map((frame) => frame.client_message_id), [item.client_message_id]);
  after.down();
});

test('A lost ack is followed by the same frame on the next connection', async () => {
  const at = desk();
  await at.up();
  await at.outbox.add(text);
  at.down();
  await at.up();
  assert.equal(at.sent.length, 2);
  assert.deepEqual(at.sent[0], at.sent[1]);
  at.down();
});

test('The ack makes it a message, once, however often it comes', async () => {
  const at = desk();
  await at.up();
  const item = await at.outbox.add(text);
  at.receive(ack(item.client_message_id));
  at.receive(ack(item.client_message_id));
  assert.equal(at.inbox.settled.length, 1);
  assert.equal(at.inbox.settled[0].message_id, '20241105120000000001');
  assert.equal(at.outbox.list().length, 0);
  assert.equal(at.stored.size, 0);
  at.down();
});

test('A refused message stays, says why, and can be tried again under the same id', async () => {
  const at = desk();
  await at.up();
  const item = await at.outbox.add(text);
  at.receive({ type: 'error', client_message_id: item.client_message_id, payload: { code: 'user_not_found', message: '', retryable: false } });
  await turns();
  assert.equal(at.stored.get(item.client_message_id).state, 'failed');
  await at.outbox.retry(item.client_message_id);
  assert.deepEqual(at.sent.map((frame) => frame.client_message_id), [item.client_message_id, item.client_message_id]);
  at.down();
});

test('Send twice writes one frame twice', async () => {
  const at = desk();
  await at.up();
  assert.equal(at.outbox.sendTwice(), 'armed');
  await at.outbox.add(text);
  assert.equal(at.sent.length, 2);
  assert.deepEqual(at.sent[0], at.sent[1]);
  assert.equal(at.outbox.sendTwice(), 'sent');
  assert.equal(at.sent.length, 3);
  at.down();
});
