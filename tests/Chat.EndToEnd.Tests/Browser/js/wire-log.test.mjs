import test from 'node:test';
import assert from 'node:assert/strict';
import { WireLog, shown } from '../../../../src/Chat.Node/wwwroot/js/rules/wire-log.js';

test('The log keeps the last frames only', () => {
  const log = new WireLog(3);
  for (let n = 1; n <= 5; n += 1) log.add('in', String(n), n, { type: 'presence' });
  assert.deepEqual(log.entries.map((entry) => entry.text), ['3', '4', '5']);
});

test('An ack is timed from the last write of its message', () => {
  const log = new WireLog();
  log.add('out', '', 100, { type: 'message', client_message_id: 'a' });
  const ack = log.add('in', '', 112, { type: 'message_ack', client_message_id: 'a' });
  assert.equal(ack.ackMs, 12);
  assert.equal(log.add('in', '', 130, { type: 'message_ack', client_message_id: 'a' }).ackMs, null);
  assert.deepEqual(log.summary(), { count: 1, last: 12, median: 12, p95: 12, max: 12 });
});

test('Nothing was acked: there is nothing to sum up', () => assert.equal(new WireLog().summary(), null));

test('Tokens are not shown in full', () => {
  const text = shown({ type: 'auth', payload: { auth_token: 'abcdefghijklmnop', user_id: '1' } });
  assert.ok(!text.includes('abcdefghijkl'));
  assert.ok(text.includes('"user_id":"1"'));
});
