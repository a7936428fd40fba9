// Messages on their way out. They are stored before they are sent, and go out under the same client_message_id,
// over reloads and reconnects, until the server has acknowledged them. What to do when is decided in rules/outbox.js.
import * as frames from './rules/frames.js';
import { plan, afterError } from './rules/outbox.js';

export class Outbox extends EventTarget {
  #flight = new Map();   // client_message_id → last write on this connection
  #attempts = new Map(); // client_message_id → errors so far
  #pausedUntil = 0;
  #timer = 0;
  #armed = false;

  constructor({ store, connection, inbox, me, deviceId, items }) {
    super();
    Object.assign(this, { store, connection, inbox, me, deviceId });
    this.items = new Map(items.map((item) => [item.client_message_id, item]));
    this.lastFrame = null;
    this.#turn = Math.max(0, ...items.map((item) => item.turn));
    connection.addEventListener('ready', () => { this.#flight.clear(); this.#pausedUntil = 0; queueMicrotask(() => this.pump()); });
    connection.addEventListener('state', () => this.pump());
    connection.addEventListener('refused', () => this.#dropLast());
    connection.addEventListener('frame', ({ detail }) => this.#received(detail));
    inbox.addEventListener('stored', ({ detail }) => this.#settled(detail.settled));
  }

  #turn;

  list() { return [...this.items.values()]; }

  /** Resolves once the message is stored here; from then on nothing but its ack, or its author, removes it. */
  async add({ conversation_id: conversationId, peer_id: peerId, group_id: groupId, content, reply_to: replyTo }) {
    const item = {
      client_message_id: frames.randomId('c_'), conversation_id: conversationId, peer_id: peerId, group_id: groupId,
      sender_id: this.me, content, reply_to: replyTo ?? null, created: Date.now(), timestamp: Date.now(),
      turn: ++this.#turn, state: 'waiting', not_before: 0, error: null,
    };
    await this.store.putOutbox(item);
    this.#set(item);
    this.pump();
    return item;
  }

  async retry(id) {
    const item = this.items.get(id);
    if (item) await this.#change(item, { state: 'waiting', not_before: 0, error: null });
    this.pump();
  }

  async discard(id) {
    await this.store.dropOutbox(id);
    this.#forget(id);
    this.dispatchEvent(new Event('change'));
  }

  /** Sends the last message frame again as it was, or the next one twice. The server answers both with one message_id. */
  sendTwice() {
    if (this.lastFrame && this.connection.online) { this.connection.send(this.lastFrame); return 'sent'; }
    this.#armed = true;
    return 'armed';
  }

  pump() {
    clearTimeout(this.#timer);
    const now = Date.now();
    const { send, wakeAt } = plan(this.list(), this.#flight, {
      now, online: this.connection.online, limit: this.connection.limits.in_flight, pausedUntil: this.#pausedUntil,
    });
    for (const item of send) {
      const frame = frames.message(item);
      if (!this.connection.send(frame)) return;
      this.#flight.delete(item.client_message_id); // to the end: the last of the map is the last that was written
      this.#flight.set(item.client_message_id, now);
      this.lastFrame = frame;
      if (this.#armed) { this.#armed = false; this.connection.send(frame); }
    }
    if (wakeAt !== null) this.#timer = setTimeout(() => this.pump(), Math.max(0, wakeAt - now) + 5);
  }

  #received(frame) {
    const item = this.items.get(frame.client_message_id);
    if (!item) return; // the ack of something settled: the second answer to a message sent twice
    if (frame.type === 'message_ack') {
      const { message_id: messageId, timestamp } = frame.payload;
      if (!messageId) return;
      this.inbox.settle({
        message_id: messageId, conversation_id: item.conversation_id, peer_id: item.peer_id, group_id: item.group_id,
        sender_id: this.me, content: item.content, media_url: null, reply_to: item.reply_to,
        timestamp, client_message_id: item.client_message_id, device_id: this.deviceId,
      });
    } else if (frame.type === 'error') this.#failed(item, frame.payload ?? {});
  }

  #failed(item, problem) {
    const id = item.client_message_id;
    const attempts = this.#attempts.get(id) ?? 0;
    const next = afterError(problem, attempts);
    this.#flight.delete(id);
    this.#attempts.set(id, attempts + 1);
    if (next.bug) console.error('The server found a fault in a frame of this page:', problem, item);
    if (next.outcome === 'keep') {
      if (next.scope === 'all') this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + next.delay);
      // Kept in memory only: after a reload it may be tried at once.
      this.#set({ ...item, not_before: Date.now() + next.delay });
      this.pump();
    } else if (next.outcome === 'fail') {
      if (this.lastFrame?.client_message_id === id) this.lastFrame = null;
      this.#change(item, { state: 'failed', error: next.tell, closed: next.closed ?? false });
    } else this.dispatchEvent(new Event(next.outcome)); // refresh, sign_in: the item waits
  }

  /** The socket was closed over a frame: the one written last. It must not be written again. */
  #dropLast() {
    const last = [...this.#flight.keys()].pop();
    const item = last && this.items.get(last);
    if (item) this.#change(item, { state: 'failed', error: 'The server refused this message.' });
  }

  async #change(item, change) {
    const next = { ...item, ...change };
    this.#set(next);
    await this.store.putOutbox(next);
  }

  #set(item) {
    this.items.set(item.client_message_id, item);
    this.dispatchEvent(new CustomEvent('change', { detail: item }));
  }

  #settled(ids) {
    for (const id of ids) this.#forget(id);
    if (ids.length > 0) { this.dispatchEvent(new Event('change')); this.pump(); }
  }

  #forget(id) {
    this.items.delete(id);
    this.#flight.delete(id);
    this.#attempts.delete(id);
  }
}
