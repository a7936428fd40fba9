import test from 'node:test';
import assert from 'node:assert/strict';
import { newConversation } from '../../../../src/Chat.Node/wwwroot/js/rules/conversations.js';
import { asked, fromHistory, gapAfter, gapBefore, gapWords, timeOf, withGap } from '../../../../src/Chat.Node/wwwroot/js/rules/history.js';

const id = (n) => `202411051200${String(n).padStart(2, '0')}000000000000900001`;
const row = newConversation('conv_a_b', { peerId: 'b' });
const page = (ids, more = {}) => ({ history: 'on', has_more: false, kept_since: 0, messages: ids.map((n) => ({ message_id: id(n) })), ...more });

test('A message of the history is kept as one that came as a frame', () => {
  const kept = fromHistory({ message_id: id(1), sender_id: 'a', content: 'Hi', media_url: null, reply_to: null, timestamp: 1, client_message_id: 'c1' }, row, 'a');
  assert.deepEqual([kept.conversation_id, kept.peer_id, kept.client_message_id], ['conv_a_b', 'b', 'c1']);
  assert.equal(fromHistory({ message_id: id(1), sender_id: 'b', content: null, timestamp: 1, client_message_id: 'c1' }, row, 'a').client_message_id, null);
});

test('The moment of an id is its second in UTC', () => {
  assert.equal(timeOf(id(7)), Date.UTC(2024, 10, 5, 12, 0, 7));
  assert.equal(timeOf('short'), null);
  assert.equal(asked(`${id(7)}~000000000003`), id(7));
});

test('Of two gaps the older is kept until it is filled', () => {
  const once = withGap(row, { reason: 'expired', after: id(3) });
  assert.deepEqual(withGap(once, { reason: 'not_recovered', after: id(9) }).gap, { reason: 'not_recovered', after: id(3), filled: false });
  const filled = { ...once, gap: { ...once.gap, filled: true } };
  assert.equal(withGap(filled, { reason: 'expired', after: id(9) }).gap.after, id(9));
});

test('A gap is closed when the history reaches what this device holds, and it was kept all the time', () => {
  const { gap } = withGap(row, { reason: 'expired', after: id(3) });
  assert.equal(gapAfter(gap, page([4, 5]), id(9)), null);
  assert.equal(gapAfter(gap, page([4, 9], { has_more: true }), id(9)), null);
});

test('A long gap is fetched page by page from where the last one ended', () => {
  const { gap } = withGap(row, { reason: 'expired', after: id(3) });
  const half = gapAfter(gap, page([4, 5], { has_more: true }), id(9));
  assert.deepEqual([half.after, half.origin, half.filled], [id(5), id(3), false]);
  assert.equal(gapAfter(half, page([6, 7]), id(9)), null);
});

test('What was kept only since, or not at all, leaves the line where something is missing', () => {
  const { gap } = withGap(row, { reason: 'expired', after: id(3) });
  const late = gapAfter(gap, page([5], { kept_since: timeOf(id(4)) }), id(9));
  assert.deepEqual([late.after, late.filled], [id(3), true]);
  const off = gapAfter(gap, page([], { history: 'off', kept_since: null }), id(9));
  assert.deepEqual([off.after, off.filled], [id(3), true]);
});

test('The line stands before the first entry behind the gap, and not on a page that may begin behind it', () => {
  const entries = [1, 3, 7].map((n) => ({ message_id: id(n) }));
  assert.equal(gapBefore({ after: id(3) }, entries), entries[2]);
  assert.equal(gapBefore({ after: id(7) }, entries), null);
  assert.equal(gapBefore({ after: id(0) }, entries, true), null);
  assert.equal(gapBefore({ after: null }, entries), entries[0]);
  assert.match(gapWords({ reason: 'expired' }), /expired/);
  assert.match(gapWords({ reason: 'not_recovered' }), /may be missing/);
});
