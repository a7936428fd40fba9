import test from 'node:test';
import assert from 'node:assert/strict';
import { plan, afterError, ACK_TIMEOUT } from '../../../../src/Chat.Node/wwwroot/js/rules/outbox.js';
import { message } from '../../../../src/Chat.Node/wwwroot/js/rules/frames.js';

let turn = 0;
const item = (id, more = {}) => ({ client_message_id: id, conversation_id: 'conv_a_b', turn: ++turn, state: 'waiting', not_before: 0, ...more });
const ids = (result) => result.send.map((sent) => sent.client_message_id);
const online = { now: 1000, online: true };

test('Nothing is written while there is no connection', () => {
  assert.deepEqual(plan([item('a')], new Map(), { now: 0, online: false }), { send: [], wakeAt: null });
});

test('Messages go out in the order they were written, whatever order the store gave', () => {
  const [a, b, c] = [item('a'), item('b'), item('c')];
  assert.deepEqual(ids(plan([c, a, b], new Map(), online)), ['a', 'b', 'c']);
});

test('A message without an ack is sent again under the same id after ten seconds, not before', () => {
  const flight = new Map([['a', 1000]]);
  const items = [item('a')];
  const early = plan(items, flight, { now: 1000 + ACK_TIMEOUT - 1, online: true });
  assert.deepEqual(early, { send: [], wakeAt: 1000 + ACK_TIMEOUT });
  assert.deepEqual(ids(plan(items, flight, { now: 1000 + ACK_TIMEOUT, online: true })), ['a']);
});

test('No more than the limit is unacknowledged at a time', () => {
  const items = Array.from({ length: 70 }, (_, n) => item(`m${n}`));
  assert.equal(plan(items, new Map(), online).send.length, 64);
  const flight = new Map(items.slice(0, 64).map((sent) => [sent.client_message_id, 900]));
  assert.deepEqual(ids(plan(items, flight, online)), []);
  flight.delete('m0');
  assert.deepEqual(ids(plan(items, flight, online)), ['m0']);
});

test('A message that has to wait is not overtaken in its conversation, but others are free', () => {
  const items = [item('a', { not_before: 5000 }), item('b'), item('c', { conversation_id: 'conv_a_c' })];
  const result = plan(items, new Map(), online);
  assert.deepEqual(ids(result), ['c']);
  assert.equal(result.wakeAt, 5000);
});

test('A failed message holds nothing back and is not sent by itself', () => {
  assert.deepEqual(ids(plan([item('a', { state: 'failed' }), item('b')], new Map(), online)), ['b']);
});

test('A pause holds everything until it is over', () => {
  assert.deepEqual(plan([item('a')], new Map(), { ...online, pausedUntil: 3000 }), { send: [], wakeAt: 3000 });
});

test('Temporary errors keep the message for as long as the server says', () => {
  assert.deepEqual(afterError({ code: 'rate_limited', retry_after_ms: 1200 }, 0), { outcome: 'keep', delay: 1200, scope: 'all' });
  assert.equal(afterError({ code: 'inbox_full', retry_after_ms: 60_000 }, 0).scope, 'conversation');
  assert.equal(afterError({ code: 'media_not_ready' }, 0).outcome, 'keep');
});

test('Without a time from the server the wait doubles up to half a minute', () => {
  const delay = (attempts) => afterError({ code: 'unavailable' }, attempts, () => 1).delay;
  assert.deepEqual([0, 1, 2, 9].map(delay), [1000, 2000, 4000, 30_000]);
});

test('Final errors fail the message and tell why', () => {
  for (const code of ['content_too_large', 'user_not_found', 'media_rejected']) {
    const next = afterError({ code }, 0);
    assert.equal(next.outcome, 'fail');
    assert.ok(next.tell.length > 0);
  }
  assert.equal(afterError({ code: 'invalid_value', message: 'No.' }, 0).bug, true);
  assert.equal(afterError({ code: 'not_member' }, 0).closed, true);
});

test('Errors of identity keep the message and ask for a new token or sign-in', () => {
  assert.equal(afterError({ code: 'token_expired' }, 0).outcome, 'refresh');
  assert.equal(afterError({ code: 'token_invalid' }, 0).outcome, 'sign_in');
});

test('A code of tomorrow is retried only where it says that it may be', () => {
  assert.equal(afterError({ code: 'tomorrow', retryable: true }, 0).outcome, 'keep');
  assert.equal(afterError({ code: 'tomorrow', retryable: false }, 0).outcome, 'fail');
});

test('The same outbox row always gives the same frame', () => {
  const row = item('a', { peer_id: 'b', content: 'Hey', reply_to: null, created: 5 });
  assert.deepEqual(message(row), message(structuredClone(row)));
  assert.deepEqual(message(row), {
    type: 'message', client_message_id: 'a', payload: { receiver_id: 'b', content: 'Hey', media_url: null, reply_to: null, timestamp: 5 },
  });
});
