import test from 'node:test';
import assert from 'node:assert/strict';
import { afterClose, jittered } from '../../../../src/Chat.Node/wwwroot/js/rules/backoff.js';

const half = () => 0.5;

test('The delay doubles from one second to thirty, and all of it is jitter', () => {
  const most = (attempt) => jittered(attempt, () => 1);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 60].map(most), [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  assert.equal(jittered(5, () => 0), 0);
});

test('A lost network is retried with backoff', () => {
  for (const code of [1001, 1006, 1011, 4413, 4999]) {
    assert.deepEqual(afterClose({ code, attempt: 2, random: half }), { then: 'retry', delay: 2000 });
  }
});

test('A drain is answered after the delay that the server gave', () => {
  assert.equal(afterClose({ code: 1012, drain: { delay_ms: 3400 }, random: half }).delay, 3400);
});

test('An overloaded server is left alone for ten to sixty seconds', () => {
  assert.equal(afterClose({ code: 1013, random: () => 0 }).delay, 10_000);
  assert.equal(afterClose({ code: 1013, random: () => 1 }).delay, 60_000);
});

test('Silence is retried at once, then with backoff', () => {
  assert.equal(afterClose({ code: 4408, attempt: 0, random: half }).delay, 0);
  assert.equal(afterClose({ code: 4408, attempt: 1, random: half }).delay, 1000);
});

test('Too many connections wait a minute, doubling', () => {
  assert.deepEqual([0, 1, 2].map((attempt) => afterClose({ code: 4429, attempt }).delay), [60_000, 120_000, 240_000]);
});

test('A refused frame is retried once, without that frame', () => {
  assert.equal(afterClose({ code: 1009, random: half }).dropFrame, true);
  assert.deepEqual(afterClose({ code: 1009, refused: true }), { then: 'stop', reason: 'refused' });
});

test('What only the person can mend is not retried', () => {
  const reason = (code) => afterClose({ code }).reason;
  assert.deepEqual([1000, 4400, 4403, 4409, 4426].map(reason), ['signed_out', 'abuse', 'revoked', 'displaced', 'too_old']);
  assert.equal(afterClose({ code: 4401 }).then, 'sign_in');
  assert.equal(afterClose({ code: 4402 }).then, 'refresh');
});
