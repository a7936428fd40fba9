// What this device keeps: one IndexedDB database per account and device, so that two windows of one browser can be two people.
//
// Everything that belongs together is one transaction: a message, its conversation's row, and the position of its stream are
// stored or not stored together, and only then does the caller acknowledge. `durability: strict` asks the browser to have
// flushed before it says so: an ack lets the server forget the message.
import { newConversation, withMessage, withMark, placeOf, secondOf } from './rules/conversations.js';
import { newGroup, withEvent } from './rules/groups.js';
import { countsFrom, listedPlace, withListing, withSettings, withUnread } from './rules/listing.js';
import { fromHistory, gapAfter, withGap } from './rules/history.js';

const VERSION = 2;
const done = (tx) => new Promise((resolve, reject) => {
  tx.oncomplete = () => resolve();
  tx.onabort = () => reject(tx.error ?? new Error('The browser gave the write up.'));
  tx.onerror = () => reject(tx.error);
});
const value = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  static async open(userId, deviceId) {
    const request = indexedDB.open(`chat:${userId}:${deviceId}`, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      const db = request.result;
      db.createObjectStore('groups', { keyPath: 'group_id' });
      if (oldVersion >= 1) return;
      db.createObjectStore('messages', { keyPath: 'message_id' }).createIndex('thread', ['conversation_id', 'message_id']);
      db.createObjectStore('conversations', { keyPath: 'conversation_id' });
      db.createObjectStore('outbox', { keyPath: 'client_message_id' });
      db.createObjectStore('people', { keyPath: 'user_id' });
      db.createObjectStore('meta', { keyPath: 'key' });
    };
    const store = new Store(await value(request), userId);
    store.db.onversionchange = () => store.db.close();
    return store;
  }

  /** Removes everything this device holds of the account. */
  static wipe(userId, deviceId) { return value(indexedDB.deleteDatabase(`chat:${userId}:${deviceId}`)); }

  constructor(db, me) { this.db = db; this.me = me; }

  close() { this.db.close(); }

  #write(...names) { return this.db.transaction(names, 'readwrite', { durability: 'strict' }); }

  async load() {
    const names = ['conversations', 'outbox', 'people', 'groups', 'meta'];
    const tx = this.db.transaction(names);
    const [conversations, outbox, people, groups, meta] = await Promise.all(names.map((name) => value(tx.objectStore(name).getAll())));
    const kept = Object.fromEntries(meta.map((row) => [row.key, row.value]));
    return { conversations, outbox, people, groups, epoch: kept.epoch ?? null, positions: kept.positions ?? {}, listed: kept.listed ?? false };
  }

  /** The newest `limit` messages of a conversation, below `before` where given, oldest first. */
  messages(conversationId, limit, before = '\uffff') {
    const range = IDBKeyRange.bound([conversationId, ''], [conversationId, before], false, true);
    const cursor = this.db.transaction('messages').objectStore('messages').index('thread').openCursor(range, 'prev');
    return new Promise((resolve, reject) => {
      const found = [];
      cursor.onerror = () => reject(cursor.error);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at || found.length >= limit) { resolve(found.reverse()); return; }
        found.push(at.value);
        at.continue();
      };
    });
  }

  message(messageId) { return value(this.db.transaction('messages').objectStore('messages').get(messageId)); }

  /** Stores the effects of a batch of frames and the positions they lead to; resolves when they would survive a reload. */
  async receive(effects, positions, epoch) {
    const tx = this.#write('messages', 'conversations', 'groups', 'outbox', 'meta');
    const finished = done(tx);
    const messages = tx.objectStore('messages');
    const conversations = tx.objectStore('conversations');
    const rows = new Map();
    const row = async (effect) => {
      const id = effect.conversation_id;
      return rows.get(id) ?? await value(conversations.get(id))
        ?? newConversation(id, { peerId: effect.peer_id, groupId: effect.group_id });
    };
    const groups = new Map();
    const added = [];
    const settled = [];
    for (const effect of effects) {
      if (effect.kind === 'message') {
        let { message } = effect;
        if (message.kind === 'event') {
          const id = message.group_id;
          const group = groups.get(id) ?? await value(tx.objectStore('groups').get(id)) ?? newGroup(id);
          if (message.seq <= group.seen) continue; // seen before
          groups.set(id, { ...withEvent(group, message, this.me), seen: message.seq });
          message = { ...message, message_id: placeOf(message, await this.#lastBefore(messages, message)) };
        }
        if (message.client_message_id && (effect.ack || message.device_id === effect.deviceId)) {
          tx.objectStore('outbox').delete(message.client_message_id);
          settled.push(message.client_message_id);
        }
        if (await value(messages.getKey(message.message_id)) !== undefined) continue; // seen before: at least once on the wire
        messages.put(message);
        added.push(message);
        rows.set(message.conversation_id, withMessage(await row(message), message, this.me));
      } else if (effect.kind === 'mark') {
        let next = withMark(await row(effect), effect.field, effect.up_to);
        if (effect.field === 'read_up_to') next = withUnread(next, await this.#unread(messages, next), effect.left);
        rows.set(effect.conversation_id, next);
      } else if (effect.kind === 'settings') {
        rows.set(effect.conversation_id, withSettings(await row(effect), effect.settings));
      } else if (effect.kind === 'gap') {
        const after = await this.#lastUpTo(messages, effect.conversation_id, effect.gap.resume_after ?? '\uffff');
        rows.set(effect.conversation_id, withGap(await row(effect), { reason: effect.gap.reason, after }));
      }
    }
    for (const next of rows.values()) conversations.put(next);
    for (const next of groups.values()) tx.objectStore('groups').put(next);
    if (positions) tx.objectStore('meta').put({ key: 'positions', value: positions });
    if (epoch) tx.objectStore('meta').put({ key: 'epoch', value: epoch });
    await finished;
    return { added, settled, rows: [...rows.values()], groups: [...groups.values()] };
  }

  /** Stores what the server lists, page by page; resolves with the rows as they are now. `last` notes that the list is complete. */
  async list(entries, { trust, last }) {
    const tx = this.#write('messages', 'conversations', 'meta');
    const finished = done(tx);
    const conversations = tx.objectStore('conversations');
    const rows = [];
    for (const entry of entries) {
      const place = listedPlace(entry, this.me);
      const before = await value(conversations.get(place.conversation_id))
        ?? newConversation(place.conversation_id, { peerId: place.peer_id, groupId: place.group_id });
      const listed = withListing(before, entry, { trust });
      const row = withUnread(listed, await this.#unread(tx.objectStore('messages'), listed));
      conversations.put(row);
      rows.push(row);
    }
    if (last) tx.objectStore('meta').put({ key: 'listed', value: true });
    await finished;
    return rows;
  }

  /** Stores a page of history. It is old: it counts neither as unread nor as the last thing said. Resolves with the page's messages. */
  async keepHistory(row, page) {
    const tx = this.#write('messages');
    const finished = done(tx);
    const messages = page.messages.map((message) => fromHistory(message, row, this.me));
    for (const message of messages) {
      if (await value(tx.objectStore('messages').getKey(message.message_id)) === undefined) tx.objectStore('messages').put(message);
    }
    await finished;
    return messages;
  }

  /** Stores a page that was fetched behind a gap, and what is left of the gap; resolves with the messages and the row. */
  async closeGap(row, page) {
    const range = IDBKeyRange.bound([row.conversation_id, row.gap.after], [row.conversation_id, '\uffff'], true);
    const below = (await value(this.db.transaction('messages').objectStore('messages').index('thread').openKeyCursor(range)))?.primaryKey ?? null;
    const messages = await this.keepHistory(row, page);
    const next = await this.changeConversation(row, (now) => (now.gap ? { ...now, gap: gapAfter(now.gap, page, below) } : now));
    return { messages, row: next };
  }

  /** The id of the last entry from before the end of an event's second. */
  #lastBefore(messages, event) { return this.#lastUpTo(messages, event.conversation_id, secondOf(event.timestamp).latest); }

  async #lastUpTo(messages, conversationId, id) {
    const range = IDBKeyRange.bound([conversationId, ''], [conversationId, id]);
    return (await value(messages.index('thread').openKeyCursor(range, 'prev')))?.primaryKey;
  }

  /** How many messages of others that this device holds are unread. */
  #unread(messages, row) {
    const range = IDBKeyRange.bound([row.conversation_id, countsFrom(row) ?? ''], [row.conversation_id, '\uffff'], true);
    const cursor = messages.index('thread').openCursor(range);
    return new Promise((resolve, reject) => {
      let count = 0;
      cursor.onerror = () => reject(cursor.error);
      cursor.onsuccess = () => {
        if (!cursor.result) { resolve(count); return; }
        if (cursor.result.value.sender_id !== this.me && cursor.result.value.kind !== 'event') count += 1;
        cursor.result.continue();
      };
    });
  }

  /** Changes one conversation's row, made from `seed` when there is none; resolves with the new row. */
  async changeConversation(seed, change) {
    const tx = this.#write('conversations');
    const finished = done(tx);
    const rows = tx.objectStore('conversations');
    const next = change(await value(rows.get(seed.conversation_id)) ?? seed);
    rows.put(next);
    await finished;
    return next;
  }

  async #put(name, row) {
    const tx = this.#write(name);
    tx.objectStore(name).put(row);
    await done(tx);
  }

  putOutbox(item) { return this.#put('outbox', item); }

  /** Changes what is known of a group, in the order of these calls; resolves with what is kept now. */
  async changeGroup(groupId, change) {
    const tx = this.#write('groups');
    const finished = done(tx);
    const groups = tx.objectStore('groups');
    const next = change(await value(groups.get(groupId)) ?? newGroup(groupId));
    groups.put(next);
    await finished;
    return next;
  }

  putPerson(person) { return this.#put('people', person); }

  async dropOutbox(clientMessageId) {
    const tx = this.#write('outbox');
    tx.objectStore('outbox').delete(clientMessageId);
    await done(tx);
  }
}
