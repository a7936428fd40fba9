import test from 'node:test';
import assert from 'node:assert/strict';
import { effectOf, advance, moved } from '../../../../src/Chat.Node/wwwroot/js/rules/incoming.js';

const frame = (type, payload, more = {}) => ({ type, payload, ...more });

test('A message of another belongs to the conversation with its sender', () => {
  const { message } = effectOf(frame('message', { message_id: '1', sender_id: 'b', receiver_id: 'a', content: 'Hi', timestamp: 5 }), 'a');
  assert.equal(message.conversation_id, 'conv_a_b');
  assert.equal(message.peer_id, 'b');
  assert.equal(message.client_message_id, null);
});

test('An echo belongs to the conversation with its receiver and names the client message', () => {
  const { message } = effectOf(frame('message_echo', {
    message_id: '1', client_message_id: 'c1', device_id: 'd2', sender_id: 'a', receiver_id: 'b', content: 'Hi', timestamp: 5,
  }), 'a');
  assert.equal(message.conversation_id, 'conv_a_b');
  assert.equal(message.client_message_id, 'c1');
});

test('A group message belongs to its group', () => {
  const { message } = effectOf(frame('group_message', { message_id: '1', group_id: 'g', sender_id: 'b', content: 'Hi', timestamp: 5 }), 'a');
  assert.equal(message.conversation_id, 'g');
  assert.equal(message.peer_id, null);
});

test('A read receipt in the shape that names only ids and reader moves the right conversation', () => {
  const effect = effectOf(frame('read_receipt', { message_ids: ['1', '3', '2'], read_by: 'b', timestamp: 5 }), 'a');
  assert.deepEqual([effect.field, effect.conversation_id, effect.up_to, effect.peer_id], ['peer_read_up_to', 'conv_a_b', '3', 'b']);
});

test('A delivery receipt and a read echo move their marks, in either order of the pair', () => {
  const delivered = effectOf(frame('delivery_receipt', { conversation_id: 'conv_b_a', message_ids: ['1'], up_to: '4', delivered_to: 'b' }), 'a');
  assert.deepEqual([delivered.field, delivered.conversation_id, delivered.up_to], ['delivered_up_to', 'conv_a_b', '4']);
  const read = effectOf(frame('read_echo', { conversation_id: 'conv_a_b', up_to: '9', unread_count: 0, total_unread: 0, device_id: 'd2' }), 'a');
  assert.deepEqual([read.field, read.up_to], ['read_up_to', '9']);
});

test('In a group a message is delivered or read when it is for everybody', () => {
  const receipt = (delivered, read) => effectOf(frame('group_receipt', {
    group_id: 'g', message_id: '5', delivered_count: delivered, read_count: read, member_count: 3,
  }), 'a')?.field;
  assert.deepEqual([receipt(2, 1), receipt(3, 2), receipt(3, 3)], [undefined, 'delivered_up_to', 'peer_read_up_to']);
});

test('Frames that leave nothing behind, and frames of tomorrow, have no effect', () => {
  for (const type of ['heartbeat_ack', 'presence', 'typing', 'tomorrow']) assert.equal(effectOf(frame(type, {}), 'a'), null);
  assert.equal(effectOf({ type: 'tomorrow' }, 'a'), null);
});

test('A stream stands at the highest number stored, and unknown frames count', () => {
  const frames = [{ stream: 'inbox', seq: 3 }, { stream: 'inbox', seq: 2 }, { type: 'tomorrow', stream: 'g', seq: 1 }, { type: 'presence' }];
  assert.deepEqual(advance({ inbox: 1 }, frames), { inbox: 3, g: 1 });
});

test('What sync_done says was sent is not acknowledged: only what is stored is', () => {
  assert.deepEqual(advance({ inbox: 1 }, [frame('sync_done', { positions: { inbox: 50 } })]), { inbox: 1 });
});

test('An ack names only the streams that moved', () => {
  assert.deepEqual(moved({ inbox: 3, g: 1 }, { inbox: 4, g: 1, h: 2 }), { inbox: 4, h: 2 });
});
