// The open conversation: as much of it as is shown, read from the store page by page, and from the server's history behind that.
import { thread } from './rules/conversations.js';
import { withOverlooked } from './rules/listing.js';

const PAGE = 80; // messages read from the store at once

export class Opened {
  constructor({ chat, store, history, reading }) {
    Object.assign(this, { chat, store, history, reading });
    this.id = null;
    this.messages = [];
    this.hasEarlier = false;
    this.loading = false;  // whether older messages are on their way
    this.newSince = null;  // the message behind which the line "New" goes
  }

  add(messages) {
    if (messages.length > 0) this.messages = thread([...this.messages, ...messages], []);
  }

  /** Reads the newest messages; false when another conversation was opened meanwhile. */
  async open(id) {
    this.id = id;
    const messages = id ? await this.store.messages(id, PAGE) : [];
    if (this.id !== id) return false;
    const row = this.chat.openRow;
    Object.assign(this, { messages, hasEarlier: messages.length === PAGE, loading: false });
    this.newSince = row?.unread > 0 ? row.read_up_to ?? '' : null;
    return true;
  }

  /** Fetches what the server has of it and this device has not: what a gap left out, and the page before it all. */
  async complete() {
    const row = this.chat.openRow;
    if (!row) return;
    const found = await this.history.fill(row);
    if (row.conversation_id !== this.id) return;
    this.add(found);
    if (!this.hasEarlier && this.history.mayHold(row)) await this.earlier();
    if (row.conversation_id === this.id) this.#overlook();
    this.reading.look();
    this.chat.changed();
  }

  /** What only other devices hold cannot be read here: its badge goes when the conversation was opened, and nobody is told of it. */
  #overlook() {
    const row = this.chat.openRow;
    if (!(row?.counted?.unread > 0) || this.loading || document.visibilityState !== 'visible') return;
    this.chat.change(row.conversation_id, withOverlooked).catch(() => {});
  }

  /** Older messages: those kept here, then those the server has. */
  async earlier() {
    const { id } = this;
    const row = this.chat.openRow;
    if (!row || this.loading) return;
    this.loading = true;
    try {
      const oldest = this.messages[0]?.message_id;
      let older = oldest ? await this.store.messages(id, PAGE, oldest) : [];
      const more = older.length === PAGE;
      if (!more && this.history.mayHold(row)) {
        this.chat.changed();
        older = [...await this.history.before(row, older[0]?.message_id ?? oldest), ...older];
      }
      if (this.id !== id) return;
      this.add(older);
      this.hasEarlier = more || this.history.mayHold(row);
    } finally {
      if (this.id === id) this.loading = false;
    }
    this.chat.changed();
  }
}
