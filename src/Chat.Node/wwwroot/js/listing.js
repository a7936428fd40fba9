// The server's list of conversations: where a new device begins, and what puts right a device that has missed something. Between
// these two moments frames tell everything, so the list is asked for only then. An older server has no list; nothing is offered then.
import { unknownThere } from './api.js';
import { withGap, asked } from './rules/history.js';
import { isMuted } from './rules/conversations.js';
import { withSettings } from './rules/listing.js';

const PAGES = 50; // of a hundred: more conversations than anybody scrolls through

export class Listing extends EventTarget {
  #missed = null; // on a connection that could not resume: conversation → the last entry held from before it
  #asking = null;

  constructor({ chat, store, api, connection, inbox, listed }) {
    super();
    Object.assign(this, { chat, store, api, inbox });
    this.present = listed || null; // whether the server has a list: null until it was asked
    this.complete = listed;
    connection.addEventListener('ready', ({ detail }) => {
      this.#missed = null;
      if (detail.resume?.recovered === false && this.inbox.epoch) this.#miss();
      if (!connection.sync) this.#caughtUp(null);
    });
    connection.addEventListener('frame', ({ detail }) => {
      if (detail.type === 'sync_gap' && detail.payload.conversation_id === 'inbox') this.#miss();
      if (detail.type === 'sync_done') this.#caughtUp(detail.payload.unread_count ?? null);
    });
  }

  #miss() {
    this.#missed ??= new Map([...this.chat.conversations.values()].filter((row) => row.last).map((row) => [row.conversation_id, row.last.message_id]));
  }

  /** @param unread  the total as the server counts it, or null where it did not say */
  async #caughtUp(unread) {
    const missed = this.#missed;
    this.#missed = null;
    await this.inbox.stored;
    const reading = [...this.chat.conversations.values()].some((row) => row.read_dirty); // the server has yet to hear of it
    const differs = unread !== null && !reading && unread !== this.chat.unread;
    if (!this.complete || missed || differs) await this.fetch({ trust: differs }).catch(() => {}); // out of reach: the next connection asks again
    if (missed) await this.#mark(missed);
  }

  /** Takes in the whole list; two who ask at once share one answer. */
  fetch({ trust = false } = {}) {
    this.#asking ??= this.#fetch(trust).finally(() => { this.#asking = null; });
    return this.#asking;
  }

  async #fetch(trust) {
    let cursor = null;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await this.#ask((api) => api.conversations(cursor));
      if (answer === null) return;
      cursor = answer.next_cursor ?? null;
      const last = cursor === null || page === PAGES - 1;
      const entries = (answer.conversations ?? []).filter((entry) => entry.conversation_id);
      this.chat.listed(entries, await this.store.fetched.list(entries, { trust, last }));
      if (last) this.complete = true;
      if (cursor === null) return;
    }
  }

  /** Asks, and notes whether the server knows the question; null where it does not. */
  async #ask(question) {
    try {
      const answer = await question(this.api);
      this.#is(true);
      return answer;
    } catch (error) {
      if (!unknownThere(error)) throw error;
      this.#is(false);
      return null;
    }
  }

  #is(present) {
    if (this.present === present) return;
    this.present = present;
    this.dispatchEvent(new Event('change'));
  }

  /** What was not recovered may be missing in every conversation in which anything has happened since. */
  async #mark(missed) {
    for (const [id, after] of missed) {
      const row = this.chat.conversations.get(id);
      if (row?.last && row.last.message_id > after) await this.chat.change(id, (now) => withGap(now, { reason: 'not_recovered', after: asked(after) }));
    }
    this.dispatchEvent(new Event('marked'));
  }

  /** Mutes, unmutes, archives: in effect here once the server has kept it, and on the other devices when it has told them. */
  async set(conversationId, change) {
    const kept = await this.#ask((api) => api.setConversation(conversationId, change));
    if (kept === null) throw new Error('This server is too old for that.');
    await this.chat.change(conversationId, (row) => withSettings(row, kept));
  }

  muted(row) { return isMuted(row, Date.now()); }
}
