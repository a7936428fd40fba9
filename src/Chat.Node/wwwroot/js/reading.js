// Read receipts: sent only for a conversation that is open in a window that can be seen, as a cumulative watermark.
// A receipt is not acknowledged, so the watermark is repeated after a reconnect until the server has surely kept it.
import * as frames from './rules/frames.js';
import { readingOf, withMark } from './rules/conversations.js';

const SURE_AFTER = 5000;    // a heartbeat that was asked this long after the receipt, and answered, shows that it arrived
const REPEATED_AT_MOST = 32;

export class Reading {
  #sentAt = new Map(); // conversation → when its watermark was last written
  #moving = new Map(); // conversation → the watermark being stored, so that a second look does not send it again

  constructor({ chat, store, connection }) {
    Object.assign(this, { chat, store, connection });
    document.addEventListener('visibilitychange', () => this.look());
    connection.addEventListener('ready', () => queueMicrotask(() => this.#repeat()));
    connection.addEventListener('frame', ({ detail }) => { if (detail.type === 'heartbeat_ack') this.#sure(); });
  }

  /** Looks whether the open conversation shows something unread; called whenever it changes. */
  async look() {
    const row = this.chat.openRow;
    if (!row || document.visibilityState !== 'visible') return;
    const due = readingOf(row, this.chat.opened.messages, this.chat.me, this.connection.limits.batch_ids);
    if (!due || this.#moving.get(row.conversation_id) >= due.upTo) return;
    this.#moving.set(row.conversation_id, due.upTo);
    this.#send(row.conversation_id, due.ids, due.upTo);
    await this.chat.change(row.conversation_id, (now) => ({
      ...withMark(now, 'read_up_to', due.upTo), unread: 0, counted: null, read_dirty: true,
    }));
  }

  #send(conversation, ids, upTo) {
    if (this.connection.send(frames.readReceipt(ids, upTo, Date.now()))) this.#sentAt.set(conversation, Date.now());
  }

  #repeat() {
    this.#sentAt.clear();
    const dirty = [...this.chat.conversations.values()].filter((row) => row.read_dirty && row.read_up_to);
    for (const row of dirty.slice(-REPEATED_AT_MOST)) this.#send(row.conversation_id, [row.read_up_to], row.read_up_to);
  }

  #sure() {
    const now = Date.now();
    for (const [conversation, at] of this.#sentAt) {
      if (now - at < SURE_AFTER) continue;
      this.#sentAt.delete(conversation);
      this.chat.change(conversation, (row) => ({ ...row, read_dirty: false }));
    }
  }
}
