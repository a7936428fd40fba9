// What this device has asked for, kept beside what came to it as frames: the server's list of conversations, and pages of history.
import { newConversation } from './rules/conversations.js';
import { fromHistory, gapAfter } from './rules/history.js';
import { listedPlace, withListing, withUnread } from './rules/listing.js';
import { done, unreadIn, value } from './transactions.js';

export class Fetched {
  constructor(store) { this.store = store; }

  /** Stores what the server lists, page by page; resolves with the rows as they are now. `last` notes that the list is complete. */
  async list(entries, { trust, last }) {
    const tx = this.store.write('messages', 'conversations', 'meta');
    const finished = done(tx);
    const conversations = tx.objectStore('conversations');
    const rows = [];
    for (const entry of entries) {
      const place = listedPlace(entry, this.store.me);
      const before = await value(conversations.get(place.conversation_id))
        ?? newConversation(place.conversation_id, { peerId: place.peer_id, groupId: place.group_id });
      const listed = withListing(before, entry, { trust });
      const row = withUnread(listed, await unreadIn(tx.objectStore('messages'), listed, this.store.me));
      conversations.put(row);
      rows.push(row);
    }
    if (last) tx.objectStore('meta').put({ key: 'listed', value: true });
    await finished;
    return rows;
  }

  /** Stores a page of history. It is old: it counts neither as unread nor as the last thing said. Resolves with the page's messages. */
  async keepHistory(row, page) {
    const tx = this.store.write('messages');
    const finished = done(tx);
    const messages = page.messages.map((message) => fromHistory(message, row, this.store.me));
    for (const message of messages) {
      if (await value(tx.objectStore('messages').getKey(message.message_id)) === undefined) tx.objectStore('messages').put(message);
    }
    await finished;
    return messages;
  }

  /** Stores a page that was fetched behind a gap, and what is left of the gap; resolves with the messages and the row. */
  async closeGap(row, page) {
    const range = IDBKeyRange.bound([row.conversation_id, row.gap.after], [row.conversation_id, '\uffff'], true);
    const below = (await value(this.store.db.transaction('messages').objectStore('messages').index('thread').openKeyCursor(range)))?.primaryKey ?? null;
    const messages = await this.keepHistory(row, page);
    const next = await this.store.changeConversation(row, (now) => (now.gap ? { ...now, gap: gapAfter(now.gap, page, below) } : now));
    return { messages, row: next };
  }
}
