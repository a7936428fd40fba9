import test from 'node:test';
import assert from 'node:assert/strict';
import { Inbox } from '../../../../src/Chat.Node/wwwroot/js/inbox.js';

const frame = (n, more = {}) => ({
  type: 'message', stream: 'inbox', seq: n,
  payload: { message_id: String(n), sender_id: 'b', receiver_id: 'a', content: `m${n}`, timestamp: n }, ...more,
});
const turns = async (n = 5) => { for (let i = 0; i < n; i += 1) await new Promise(setImmediate); };

/** An inbox between a connection that notes what is sent and a store whose writes end when the test says so. */
function desk({ sync = true, positions = {}, epoch = 'e1' } = {}) {
  const events = [];
  const writes = [];
  const connection = Object.assign(new EventTarget(), { sync, send: (sent) => { events.push(sent); return true; } });
  const store = {
    receive: (effects, kept, newEpoch) => new Promise((resolve, reject) => {
      writes.push({
        effects, kept, newEpoch, reject,
        end: () => { events.push('stored'); resolve({ added: [], settled: [], rows: [] }); },
      });
    }),
  };
  const inbox = new Inbox({ store, connection, me: 'a', deviceId: 'd1', epoch, positions });
  return {
    inbox, events, writes,
    arrive: (one) => connection.dispatchEvent(new CustomEvent('frame', { detail: one })),
    signOn: (resume) => connection.dispatchEvent(new CustomEvent('ready', { detail: { resume } })),
    acks: () => events.filter((sent) => sent.type === 'delivery_ack'),
  };
}

test('A message is acknowledged after it is stored, and not before', async () => {
  const at = desk();
  at.arrive(frame(1));
  await turns();
  assert.deepEqual(at.events, []);
  at.writes[0].end();
  await turns();
  assert.deepEqual(at.events.map((sent) => sent.positions ?? sent), ['stored', { inbox: 1 }]);
});

test('What could not be stored is not acknowledged, nor anything behind it', async () => {
  const at = desk();
  let failed = 0;
  at.inbox.addEventListener('failed', () => { failed += 1; });
  at.arrive(frame(1));
  at.arrive(frame(2));
  at.writes[0].reject(new Error('full'));
  await turns();
  assert.equal(failed, 1);
  assert.deepEqual(at.events, []);
  assert.deepEqual(at.inbox.positions, {});
});

test('Frames that arrive during a write share the next one and one cumulative ack', async () => {
  const at = desk();
  for (let n = 1; n <= 50; n += 1) at.arrive(frame(n));
  at.writes[0].end();
  await turns();
  assert.equal(at.writes.length, 2);
  assert.equal(at.writes[1].effects.length, 49);
  at.writes[1].end();
  await turns();
  assert.deepEqual(at.acks().map((ack) => ack.positions), [{ inbox: 1 }, { inbox: 50 }]);
});

test('A frame that is sent again is acknowledged again', async () => {
  const at = desk({ positions: { inbox: 5 } });
  at.arrive(frame(4));
  at.writes[0].end();
  await turns();
  assert.deepEqual(at.acks().map((ack) => ack.positions), [{ inbox: 5 }]);
});

test('What an earlier connection brought is stored, but not acknowledged on the next', async () => {
  const at = desk();
  at.arrive(frame(1));
  at.signOn({ epoch: 'e1', recovered: true });
  at.writes[0].end();
  await turns();
  assert.deepEqual(at.acks(), []);
  assert.deepEqual(at.inbox.resume, { epoch: 'e1', positions: { inbox: 1 } });
});

test('Positions of another epoch are forgotten, in one write with the new one', async () => {
  const at = desk({ positions: { inbox: 900, g: 3 } });
  at.signOn({ epoch: 'e2', recovered: false });
  assert.deepEqual([at.writes[0].kept, at.writes[0].newEpoch], [{}, 'e2']);
  at.writes[0].end();
  at.arrive(frame(2));
  await turns();
  at.writes[1].end();
  await turns();
  assert.deepEqual(at.inbox.resume, { epoch: 'e2', positions: { inbox: 2 } });
});

test('A server without sync hears the ids of messages, and only of messages', async () => {
  const at = desk({ sync: false });
  at.arrive({ ...frame(1), stream: undefined, seq: undefined });
  at.arrive(frame(2));
  at.arrive({ type: 'read_receipt', payload: { message_ids: ['1'], read_by: 'b' } });
  at.writes[0].end();
  await turns();
  at.writes[1].end();
  await turns();
  assert.deepEqual(at.acks().map((ack) => ack.message_id), ['1', '2']);
});
