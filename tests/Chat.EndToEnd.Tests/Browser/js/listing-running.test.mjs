import test from 'node:test';
import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/Chat.Node/wwwroot/js/api.js';
import { Listing } from '../../../../src/Chat.Node/wwwroot/js/listing.js';
import { newConversation } from '../../../../src/Chat.Node/wwwroot/js/rules/conversations.js';

const turns = async (n = 10) => { for (let i = 0; i < n; i += 1) await new Promise(setImmediate); };
const row = (id, last, more = {}) => ({ ...newConversation(id), last: { message_id: last, timestamp: 1 }, ...more });

/** A list between a server that answers as the test says and a store that only notes what it was given. */
function desk({ listed = false, epoch = 'e1', rows = [], unread = 0, answer = () => ({ conversations: [], next_cursor: null }) } = {}) {
  const connection = Object.assign(new EventTarget(), { sync: true });
  const asked = [];
  const kept = [];
  const api = {
    conversations: async (cursor) => { asked.push(cursor); return answer(cursor); },
    setConversation: async (id, change) => { asked.push(id); return answer(change); },
  };
  const store = { fetched: { list: async (entries, how) => { kept.push({ ids: entries.map((one) => one.conversation_id), ...how }); return []; } } };
  const conversations = new Map(rows.map((one) => [one.conversation_id, one]));
  const chat = {
    conversations, unread, listed: () => {},
    change: async (id, change) => { conversations.set(id, change(conversations.get(id))); },
  };
  const listing = new Listing({ chat, store, api, connection, inbox: { epoch, stored: Promise.resolve() }, listed });
  const say = (type, detail) => connection.dispatchEvent(new CustomEvent(type, { detail }));
  return {
    listing, chat, asked, kept,
    signOn: (resume = {}) => say('ready', { resume: { epoch: 'e1', ...resume } }),
    frame: (type, payload) => say('frame', { type, payload }),
    done: async (count) => { say('frame', { type: 'sync_done', payload: { unread_count: count } }); await turns(); },
  };
}

test('A new device asks for the whole list, page by page, and notes that it has it', async () => {
  const at = desk({ answer: (cursor) => ({ conversations: [{ conversation_id: cursor ?? 'first' }], next_cursor: cursor ? null : 'next' }) });
  at.signOn();
  await at.done();
  assert.deepEqual(at.asked, [null, 'next']);
  assert.deepEqual(at.kept.map((page) => [page.ids[0], page.last]), [['first', false], ['next', true]]);
  assert.deepEqual([at.listing.present, at.listing.complete], [true, true]);
});

test('A device that has the list and counts what the server counts does not ask', async () => {
  const at = desk({ listed: true, unread: 4 });
  at.signOn({ recovered: true });
  await at.done(4);
  await at.done(undefined);
  assert.deepEqual(at.asked, []);
});

test('Where the totals differ the server is believed, unless it has yet to hear what was read here', async () => {
  const at = desk({ listed: true, unread: 4 });
  await at.done(2);
  assert.deepEqual(at.kept.map((page) => page.trust), [true]);
  const reading = desk({ listed: true, unread: 4, rows: [row('c', '5', { read_dirty: true })] });
  await reading.done(6);
  assert.deepEqual(reading.asked, []);
});

test('After a connection that could not resume, what has gone on without this device is marked', async () => {
  const at = desk({ listed: true, rows: [row('quiet', '5'), row('busy', '5')] });
  at.signOn({ recovered: false });
  at.chat.conversations.set('busy', row('busy', '9'));
  await at.done();
  assert.deepEqual(at.asked, [null]);
  assert.equal(at.chat.conversations.get('quiet').gap, null);
  assert.deepEqual(at.chat.conversations.get('busy').gap, { reason: 'not_recovered', after: '5', filled: false });
});

test('A gap of the inbox counts the same, and a device that is new has missed nothing', async () => {
  const at = desk({ listed: true, rows: [row('busy', '5')] });
  at.signOn({ recovered: true });
  at.frame('sync_gap', { conversation_id: 'inbox', reason: 'expired' });
  at.chat.conversations.set('busy', row('busy', '9'));
  await at.done();
  assert.equal(at.chat.conversations.get('busy').gap.after, '5');

  const fresh = desk({ epoch: null, rows: [row('busy', '5')] });
  fresh.signOn({ recovered: false });
  fresh.chat.conversations.set('busy', row('busy', '9'));
  await fresh.done();
  assert.equal(fresh.chat.conversations.get('busy').gap, null);
});

test('On a server that has no list nothing is offered, and it is asked again at the next start', async () => {
  const at = desk({ answer: () => { throw new ApiError(404, { code: 'unknown_type' }); } });
  await at.done();
  assert.deepEqual([at.listing.present, at.listing.complete], [false, false]);
  await at.done();
  assert.equal(at.asked.length, 2);
});

test('What is set here is in effect when the server has kept it', async () => {
  const at = desk({ listed: true, rows: [row('c', '5')], answer: () => ({ conversation_id: 'c', muted: true, muted_until: null, archived: false }) });
  await at.listing.set('c', { muted: true });
  assert.equal(at.listing.muted(at.chat.conversations.get('c')), true);
  const away = desk({ listed: true, rows: [row('c', '5')], answer: () => { throw new Error('away'); } });
  await assert.rejects(away.listing.set('c', { muted: true }));
  assert.equal(away.chat.conversations.get('c').muted, false);
});
