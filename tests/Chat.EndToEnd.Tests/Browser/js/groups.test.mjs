import test from 'node:test';
import assert from 'node:assert/strict';
import { inOrder, inviteIn, newGroup, rightsOver, silence, withAnswer, withEvent, wordsOf } from '../../../../src/Chat.Node/wwwroot/js/rules/groups.js';
import { effectOf } from '../../../../src/Chat.Node/wwwroot/js/rules/incoming.js';
import { newConversation, placeOf, readingOf, secondOf, tickOf, withMark, withMessage } from '../../../../src/Chat.Node/wwwroot/js/rules/conversations.js';

const ME = 'ada';
const member = (user_id, role = 'member', muted = false) => ({ user_id, role, muted, joined_at: 1 });
const known = (revision = 5) => ({
  ...newGroup('g1'), name: 'Chess', revision, role: 'owner', stale: false, member_count: 3,
  members: [member('ada', 'owner'), member('ben', 'admin'), member('cy')],
});
const event = (kind, revision, more = {}) => ({ event: kind, revision, actor_id: 'ben', user_ids: [], role: null, name: null, timestamp: 7, ...more });
const ids = (group) => group.members.map((one) => one.user_id);

test('Each event changes what it says and the revision', () => {
  let group = withEvent(known(), event('renamed', 6, { name: 'Go' }), ME);
  assert.equal(group.name, 'Go');
  group = withEvent(group, event('member_added', 7, { user_ids: ['dan'], role: 'member' }), ME);
  assert.deepEqual(ids(group), ['ada', 'ben', 'cy', 'dan']);
  group = withEvent(group, event('member_removed', 8, { user_ids: ['cy'] }), ME);
  group = withEvent(group, event('role_changed', 9, { user_ids: ['dan'], role: 'admin' }), ME);
  group = withEvent(group, event('member_muted', 10, { user_ids: ['dan'] }), ME);
  assert.deepEqual(group.members.at(-1), { user_id: 'dan', role: 'admin', muted: true, joined_at: 7 });
  assert.equal(group.member_count, 3);
  assert.equal(group.revision, 10);
  assert.equal(group.stale, false);
});

test('An event that is known already changes nothing, and a gap before one asks for the rest', () => {
  const group = known();
  assert.equal(withEvent(group, event('renamed', 5, { name: 'Old' }), ME), group);
  const later = withEvent(group, event('renamed', 9, { name: 'Go' }), ME);
  assert.equal(later.stale, true);
  assert.equal(later.name, 'Go');
  assert.equal(withEvent(group, event('something_new', 6), ME).stale, true);
});

test('Who is removed knows the group as one he was in, and is in it again when he is added', () => {
  const gone = withEvent(known(), event('member_removed', 6, { user_ids: [ME] }), ME);
  assert.deepEqual([gone.former, gone.role, gone.members], [true, null, null]);
  assert.match(silence(gone), /not in this group/);
  const back = withEvent(gone, event('member_added', 9, { user_ids: [ME], role: 'member' }), ME);
  assert.deepEqual([back.former, back.role, back.stale, silence(back)], [false, 'member', true, '']);
});

test('An answer that an event has overtaken counts for nothing, and one of the listing keeps what is known of the members', () => {
  const group = known();
  assert.equal(withAnswer(group, { group_id: 'g1', name: 'Old', revision: 4 }, [member('ada')], ME), group);
  const listed = withAnswer(group, { group_id: 'g1', name: 'Chess', revision: 5, role: 'owner' }, null, ME);
  assert.deepEqual([listed.members.length, listed.stale], [3, false]);
  const asked = withAnswer({ ...group, stale: true }, { group_id: 'g1', name: 'Go', revision: 8 }, [member('ada', 'member', true)], ME);
  assert.deepEqual([asked.name, asked.role, asked.muted, asked.member_count, asked.stale], ['Go', 'member', true, 1, false]);
  assert.match(silence(asked), /muted/);
  assert.equal(withAnswer(newGroup('g2'), { group_id: 'g2', name: 'New', revision: 3, role: 'member' }, null, ME).stale, true);
});

test('Rights are those of the server: owners over all, admins over members, nobody over himself', () => {
  const may = (role, other) => Object.entries(rightsOver({ ...known(), role }, ME, other)).filter(([, yes]) => yes).map(([what]) => what).sort();
  assert.deepEqual(may('owner', member('ben', 'admin')), ['demote', 'handOver', 'mute', 'remove']);
  assert.deepEqual(may('owner', member('cy', 'member', true)), ['handOver', 'promote', 'remove', 'unmute']);
  assert.deepEqual(may('admin', member('cy')), ['mute', 'remove']);
  assert.deepEqual(may('admin', member('ben', 'admin')), []);
  assert.deepEqual(may('member', member('cy')), []);
  assert.deepEqual(may('owner', member(ME, 'owner')), []);
});

test('Members stand by what they are, then by name', () => {
  const members = [member('d'), member('b', 'admin'), member('c'), member('a', 'owner')];
  assert.deepEqual(inOrder(members, (id) => id).map((one) => one.user_id), ['a', 'b', 'c', 'd']);
});

test('Events are told in words', () => {
  const say = (one) => wordsOf(one, ME, (id) => ({ ben: 'Ben', cy: 'Cy', dan: 'Dan' })[id]);
  assert.equal(say(event('created', 1, { name: 'Chess', user_ids: [ME, 'cy'] })), 'Ben created the group “Chess” with you and Cy');
  assert.equal(say(event('member_added', 2, { user_ids: ['cy', ME, 'dan'] })), 'Ben added Cy, you and Dan');
  assert.equal(say(event('member_added', 2, { user_ids: ['ben'] })), 'Ben joined by an invite link');
  assert.equal(say(event('member_left', 2, { user_ids: [ME], actor_id: ME })), 'You left');
  assert.equal(say(event('role_changed', 2, { user_ids: [ME], role: 'admin' })), 'Ben changed a role: you are now an admin');
  assert.equal(say(event('moved_to_mars', 2)), 'Ben changed the group');
});

test('An event is kept among the messages, is nothing to be read, and shows in the list', () => {
  const frame = {
    type: 'group_event', stream: 'g1', seq: 3,
    payload: { group_id: 'g1', revision: 6, event: 'renamed', actor_id: 'ben', user_ids: [], name: 'Go', timestamp: 9 },
  };
  const { kind, message } = effectOf(frame, ME);
  assert.equal(kind, 'message');
  assert.deepEqual([message.message_id, message.kind, message.seq, message.conversation_id], [null, 'event', 3, 'g1']);
  message.message_id = placeOf(message, '30');
  const row = withMessage(newConversation('g1', { groupId: 'g1' }), message, ME);
  assert.deepEqual([row.unread, row.last.event, row.last.name], [0, 'renamed', 'Go']);
  assert.equal(readingOf(row, [message], ME), null);
});

test('An event stands behind what came before it and before what comes after', () => {
  const id = (second, counter) => `202411051200${second}${String(counter).padStart(6, '0')}000000000900001`;
  const at = (seq, second) => ({ seq, timestamp: Date.UTC(2024, 10, 5, 12, 0, second) });
  const first = placeOf(at(1, 7), undefined);
  assert.equal(secondOf(at(1, 7).timestamp).latest, '20241105120007~');
  const order = [first, placeOf(at(2, 7), first), id('07', 1), placeOf(at(4, 8), id('07', 1)), placeOf(at(5, 8), placeOf(at(4, 8), id('07', 1))), id('09', 0)];
  assert.deepEqual([...order].sort(), order);
});

test('Who hands a group over stays as an admin', () => {
  const group = withEvent(known(), event('role_changed', 6, { user_ids: ['ben'], role: 'owner', actor_id: ME }), ME);
  assert.deepEqual(group.members.map((one) => one.role), ['admin', 'owner', 'member']);
  assert.equal(group.role, 'admin');
});

test('A group message counts as unread, and its ticks wait for the last of the others', () => {
  const arrived = effectOf({
    type: 'group_message', stream: 'g1', seq: 4, payload: { group_id: 'g1', message_id: '40', sender_id: 'ben', content: 'Hi', timestamp: 9 },
  }, ME).message;
  assert.equal(withMessage(newConversation('g1', { groupId: 'g1' }), arrived, ME).unread, 1);
  assert.deepEqual(readingOf(newConversation('g1'), [arrived], ME), { ids: ['40'], upTo: '40' });

  const receipt = (delivered, read) => effectOf({
    type: 'group_receipt', payload: { group_id: 'g1', message_id: '50', delivered_count: delivered, read_count: read, member_count: 3, timestamp: 9 },
  }, ME);
  assert.equal(receipt(2, 1), null);
  const at = (effect) => tickOf({ message_id: '50' }, withMark(newConversation('g1'), effect.field, effect.up_to));
  assert.equal(at(receipt(3, 2)), 'delivered');
  assert.equal(at(receipt(3, 3)), 'read');
});

test('An invite link is read out of the address', () => {
  assert.equal(inviteIn('/g/abc-1'), 'abc-1');
  assert.equal(inviteIn('/g/a%2Fb'), 'a/b');
  assert.equal(inviteIn('/g/'), null);
  assert.equal(inviteIn('/g/a/b'), null);
  assert.equal(inviteIn('/u/ada'), null);
});
