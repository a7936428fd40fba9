import test from 'node:test';
import assert from 'node:assert/strict';
import { isMuted, newConversation, totalUnread, withMark, withMessage } from '../../../../src/Chat.Node/wwwroot/js/rules/conversations.js';
import { countsFrom, folded, listedPlace, withListing, withOverlooked, withSettings, withUnread } from '../../../../src/Chat.Node/wwwroot/js/rules/listing.js';
import { effectOf } from '../../../../src/Chat.Node/wwwroot/js/rules/incoming.js';

const id = (n) => `20241105120000${String(n).padStart(21, '0')}`;
const said = (n, more = {}) => ({ message_id: id(n), sender_id: 'b', content: `m${n}`, media_url: null, timestamp: n, ...more });
const entry = (more = {}) => ({
  conversation_id: 'conv_b_a', kind: 'direct', peer_id: 'b', group_id: null, name: 'Ben', last_message: said(5), unread_count: 3,
  muted: false, muted_until: null, archived: false, read_up_to: id(2), activity_at: 5, ...more,
});
const message = (n, sender = 'b') => ({ message_id: id(n), conversation_id: 'conv_a_b', sender_id: sender, content: `m${n}`, timestamp: n });
const fresh = newConversation('conv_a_b', { peerId: 'b' });

test('An entry belongs to the conversation this client would have written, whichever order the server used', () => {
  assert.deepEqual(listedPlace(entry(), 'a'), { conversation_id: 'conv_a_b', peer_id: 'b', group_id: null });
  assert.deepEqual(listedPlace(entry({ conversation_id: 'g1', kind: 'group', peer_id: null, group_id: 'g1' }), 'a'), { conversation_id: 'g1', peer_id: null, group_id: 'g1' });
});

test('A new device takes over the last message, what is unread and what was set', () => {
  const row = withUnread(withListing(fresh, entry({ muted: true, archived: true })), 0);
  assert.deepEqual([row.last.content, row.unread, row.read_up_to, row.muted, row.archived], ['m5', 3, id(2), true, true]);
});

test('A last message whose words the server no longer has is known as such', () => {
  assert.equal(withListing(fresh, entry({ last_message: said(5, { content: null }) })).last.withheld, true);
  assert.equal(withListing(fresh, entry({ last_message: said(5, { content: null, media_url: '/api/media/m' }) })).last.withheld, undefined);
});

test('What the server has counted is not counted again when it arrives, what is newer is', () => {
  let row = withUnread(withListing(fresh, entry()), 0);
  row = withMessage(row, message(5), 'a');
  assert.equal(row.unread, 3);
  row = withMessage(row, message(6), 'a');
  assert.equal(row.unread, 4);
  assert.equal(row.last.content, 'm6');
});

test('Reading on another device takes away what it says is read', () => {
  const row = withUnread(withListing(fresh, entry()), 0);
  const partly = withUnread(withMark(row, 'read_up_to', id(4)), 0, 1);
  assert.deepEqual([partly.unread, countsFrom(partly)], [1, id(5)]);
  const whole = withUnread(withMark(partly, 'read_up_to', id(5)), 0, 0);
  assert.deepEqual([whole.unread, whole.counted], [0, null]);
});

test('A device that holds the last message counts for itself, until the totals differ', () => {
  const holds = { ...withMessage(fresh, message(5), 'a'), unread: 1 };
  assert.equal(withListing(holds, entry()).counted, null);
  assert.deepEqual(withListing(holds, entry({ unread_count: 0 }), { trust: true }).counted, { unread: 0, up_to: id(5) });
});

test('What was read here and not yet told stands against the list', () => {
  const row = withMark(withMessage(fresh, message(4), 'a'), 'read_up_to', id(4));
  const listed = withListing(row, entry(), { trust: true });
  assert.deepEqual([listed.counted, listed.read_up_to], [null, id(4)]);
});

test('What only other devices hold is looked past once, and not counted again by the same list', () => {
  const row = withOverlooked(withUnread(withListing(fresh, entry()), 0));
  assert.deepEqual([row.unread, row.overlooked], [0, id(5)]);
  assert.equal(withUnread(withListing(row, entry(), { trust: true }), 0).unread, 0);
  assert.equal(withUnread(withListing(row, entry({ last_message: said(9), unread_count: 4 })), 0).unread, 4);
});

test('A muted conversation counts in its row and not in the total, until its time is over', () => {
  const rows = [{ ...fresh, unread: 2 }, { ...fresh, unread: 3, muted: true }, { ...fresh, unread: 5, muted: true, muted_until: 100 }];
  assert.equal(totalUnread(rows, 99), 2);
  assert.equal(totalUnread(rows, 100), 7);
  assert.deepEqual([isMuted(rows[2], 99), isMuted(rows[2], 100)], [true, false]);
});

test('What is set on one device is set on this one, and unmuting forgets the time', () => {
  const frame = { type: 'conversation_echo', stream: 'inbox', seq: 7, payload: { conversation_id: 'conv_b_a', muted: true, muted_until: 50, archived: true } };
  const effect = effectOf(frame, 'a');
  assert.deepEqual([effect.kind, effect.conversation_id, effect.peer_id], ['settings', 'conv_a_b', 'b']);
  const row = withSettings(fresh, effect.settings);
  assert.deepEqual([row.muted, row.muted_until, row.archived], [true, 50, true]);
  assert.equal(withSettings(row, { muted: false, muted_until: 50, archived: false }).muted_until, null);
});

test('The echo of a read in a group moves that group, and says what is left', () => {
  const effect = effectOf({ type: 'read_echo', stream: 'inbox', seq: 8, payload: { conversation_id: 'g1', up_to: id(4), unread_count: 1, total_unread: 1, device_id: 'd2' } }, 'a');
  assert.deepEqual([effect.field, effect.conversation_id, effect.group_id, effect.left], ['read_up_to', 'g1', 'g1', 1]);
});

test('A gap of the inbox is no conversation', () => {
  assert.equal(effectOf({ type: 'sync_gap', payload: { conversation_id: 'inbox', reason: 'expired', resume_after: null } }, 'a'), null);
});

test('What is archived is folded away and keeps its order', () => {
  const rows = [{ n: 1 }, { n: 2, archived: true }, { n: 3 }, { n: 4, archived: true }];
  const { shown, archived } = folded(rows);
  assert.deepEqual([shown.map((r) => r.n), archived.map((r) => r.n)], [[1, 3], [2, 4]]);
});
