import test from 'node:test';
import assert from 'node:assert/strict';
import * as c from '../../../../src/Chat.Node/wwwroot/js/rules/conversations.js';
import { conversationWith, localConversation, peerOf } from '../../../../src/Chat.Node/wwwroot/js/rules/frames.js';

const id = (n) => `20241105120000${String(n).padStart(21, '0')}`;
const message = (n, sender = 'b', more = {}) => ({
  message_id: id(n), conversation_id: 'conv_a_b', sender_id: sender, content: `m${n}`, timestamp: n, ...more,
});
const empty = c.newConversation('conv_a_b', { peerId: 'b' });

test('A conversation is ordered by message_id, not by arrival and not by clock', () => {
  const shown = c.thread([message(3), message(1, 'a', { timestamp: 99 }), message(2)], []);
  assert.deepEqual(shown.map((m) => m.message_id), [id(1), id(2), id(3)]);
});

test('A message that came twice is shown once', () => {
  assert.equal(c.thread([message(1), message(1)], []).length, 1);
});

test('What waits in the outbox stands last, in the order it was written, and leaves when its message is there', () => {
  const waiting = [{ client_message_id: 'y', turn: 2 }, { client_message_id: 'x', turn: 1 }];
  assert.deepEqual(c.thread([message(1)], waiting).map((m) => m.client_message_id ?? m.message_id), [id(1), 'x', 'y']);
  assert.deepEqual(c.thread([message(1, 'a', { client_message_id: 'x' })], waiting).map((m) => m.client_message_id), ['x', 'y']);
});

test('Ticks follow the marks: waiting, sent, delivered, read', () => {
  const mine = message(5, 'a');
  assert.equal(c.tickOf({ client_message_id: 'x', state: 'waiting' }, empty), 'waiting');
  assert.equal(c.tickOf({ client_message_id: 'x', state: 'failed' }, empty), 'failed');
  assert.equal(c.tickOf(mine, empty), 'sent');
  assert.equal(c.tickOf(mine, c.withMark(empty, 'delivered_up_to', id(5))), 'delivered');
  assert.equal(c.tickOf(mine, c.withMark(empty, 'peer_read_up_to', id(7))), 'read');
  assert.equal(c.tickOf(mine, c.withMark(empty, 'peer_read_up_to', id(4))), 'sent');
});

test('What is read counts as delivered, though the delivery receipt never came', () => {
  assert.equal(c.withMark(empty, 'peer_read_up_to', id(3)).delivered_up_to, id(3));
});

test('A mark never moves back', () => {
  const row = c.withMark(empty, 'read_up_to', id(9));
  assert.equal(c.withMark(row, 'read_up_to', id(2)), row);
  assert.equal(c.withMark(row, 'read_up_to', undefined), row);
});

test('Only messages of others that are beyond what was read are unread', () => {
  let row = c.withMark(empty, 'read_up_to', id(1));
  for (const one of [message(1), message(2), message(3, 'a'), message(4)]) row = c.withMessage(row, one, 'a');
  assert.equal(row.unread, 2);
  assert.equal(row.last.message_id, id(4));
});

test('A late, older message does not become the last one', () => {
  const row = c.withMessage(c.withMessage(empty, message(4), 'a'), message(2), 'a');
  assert.equal(row.last.message_id, id(4));
});

test('The read receipt is a watermark with the ids it covers', () => {
  const messages = [message(1), message(2, 'a'), message(3)];
  assert.deepEqual(c.readingOf(empty, messages, 'a'), { ids: [id(1), id(3)], upTo: id(3) });
  assert.equal(c.readingOf(c.withMark(empty, 'read_up_to', id(3)), messages, 'a'), null);
  const many = Array.from({ length: 300 }, (_, n) => message(n + 1));
  const receipt = c.readingOf(empty, many, 'a', 256);
  assert.equal(receipt.ids.length, 256);
  assert.equal(receipt.ids[255], receipt.upTo);
});

test('The list is by newest activity, without conversations that hold nothing', () => {
  const row = (name, more) => ({ ...c.newConversation(name), ...more });
  const rows = [row('old', { last: { timestamp: 5 } }), row('marksOnly'), row('opened', { started: 7 }), row('new', { last: { timestamp: 9 } })];
  assert.deepEqual(c.listed(rows).map((r) => r.conversation_id), ['new', 'opened', 'old']);
});

test('A conversation of two is the same in either order', () => {
  assert.equal(conversationWith('b', 'a'), 'conv_a_b');
  assert.equal(localConversation('conv_b_a', 'a'), 'conv_a_b');
  assert.equal(localConversation('group_789', 'a'), 'group_789');
  assert.equal(peerOf('conv_a_x_b', 'a'), 'x_b');
  assert.equal(peerOf('conv_c_d', 'a'), null);
});
