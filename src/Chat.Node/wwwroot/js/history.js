// What the server keeps of a conversation for those who have asked it to: fetched when somebody looks for it, kept here from then on.
import { unknownThere } from './api.js';
import { asked } from './rules/history.js';

const REST = 5000; // after a question that was not answered
const PAGES = 20; // fetched behind one gap at a time; the rest when the conversation is opened again

export class History extends EventTarget {
  #ended = new Set();  // conversations of which the server has nothing older
  #filling = new Set();
  #restUntil = 0;

  constructor({ chat, store, api, connection }) {
    super();
    Object.assign(this, { chat, store, api });
    /** Whether the server keeps this person's history: null on a server that has none to keep, or that was not asked yet. */
    this.keeps = null;
    connection.addEventListener('ready', () => this.#look().catch(() => {})); // out of reach: the next connection asks again
  }

  async #look() { this.#know((await this.api.me()).keep_history); }

  #know(keeps) {
    const next = typeof keeps === 'boolean' ? keeps : null;
    if (next === this.keeps) return;
    this.keeps = next;
    this.#ended.clear();
    this.dispatchEvent(new Event('change'));
  }

  async keep(on) { this.#know((await this.api.keepHistory(on)).keep_history); }

  /** Whether there may be more of a conversation on the server than this device holds. */
  mayHold(row) {
    return this.keeps === true && !this.#ended.has(row.conversation_id);
  }

  /** The messages before the oldest one shown, stored and in order; none when there are none, or when the server is away. */
  async before(row, oldest) {
    if (!this.mayHold(row) || Date.now() < this.#restUntil) return [];
    const page = await this.#page(row, oldest ? { before: asked(oldest) } : {});
    if (page === null) return [];
    if (!page.has_more || page.history !== 'on' || page.messages.length === 0) this.#ended.add(row.conversation_id);
    return this.store.fetched.keepHistory(row, page);
  }

  /** Fetches what is missing behind a gap. Resolves with what came. */
  async fill(row) {
    const id = row.conversation_id;
    if (!row.gap?.after || row.gap.filled || this.keeps === null || this.#filling.has(id)) return [];
    this.#filling.add(id);
    const found = [];
    try {
      for (let n = 0, now = row; n < PAGES && now.gap && !now.gap.filled; n += 1) {
        const page = await this.#page(now, { after: asked(now.gap.after) });
        if (page === null) break;
        const closed = await this.store.fetched.closeGap(now, page);
        found.push(...closed.messages);
        now = closed.row;
        this.chat.conversations.set(id, now);
      }
    } finally {
      this.#filling.delete(id);
    }
    return found;
  }

  async #page(row, place) {
    try {
      const page = await this.api.history(row.conversation_id, place);
      return { ...page, messages: page.messages ?? [] };
    } catch (error) {
      if (unknownThere(error) || error.status === 403) this.#ended.add(row.conversation_id);
      else this.#restUntil = Date.now() + REST;
      return null;
    }
  }
}
