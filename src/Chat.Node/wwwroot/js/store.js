// What this device keeps: one IndexedDB database per account and device, so that two windows of one browser can be two people.
//
// Everything that belongs together is one transaction: a message, its conversation's row, and the position of its stream are
// stored or not stored together, and only then does the caller acknowledge. `durability: strict` asks the browser to have
// flushed before it says so: an ack lets the server forget the message.
import { newConversation, withMessage, withMark, placeOf, secondOf } from './rules/conversations.js';
import { newGroup, withEvent } from './rules/groups.js';
import { withSettings, withUnread } from './rules/listing.js';
import { withGap } from './rules/history.js';
import { Fetched } from './fetched.js';
import { done, lastUpTo, unreadIn, value } from './transactions.js';

const VERSION = 2;

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

  constructor(db, me) {
    this.db = db;
    this.me = me;
    this.fetched = new Fetched(this);
  }

  close() { this.db.close(); }

  /** A transaction whose end means: flushed. */
  write(...names) { return this.db.transaction(names, 'readwrite', { durability: 'strict' }); }

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
    const tx = this.write('messages', 'conversations', 'groups', 'outbox', 'meta');
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
          message = { ...message, message_id: placeOf(message, await lastUpTo(messages, message.conversation_id, secondOf(message.timestamp).latest)) };
        }
        if (message.client_message_id && (effect.ack || message.device_id === effect.deviceId)) {
          tx.objectStore('outbox').delete(message.client_message_id);
          settled.push(message.client_message_id);
        }
        const before = await row(message);
        const known = await value(messages.getKey(message.message_id)) !== undefined;
        // Seen before: at least once on the wire. Or the history was faster: then it is not in the row yet.
        if (known && before.last?.message_id >= message.message_id) continue;
        if (!known) { messages.put(message); added.push(message); }
        rows.set(message.conversation_id, withMessage(before, message, this.me));
      } else if (effect.kind === 'mark') {
        let next = withMark(await row(effect), effect.field, effect.up_to);
        if (effect.field === 'read_up_to') next = withUnread(next, await unreadIn(messages, next, this.me), effect.left);
        rows.set(effect.conversation_id, next);
      } else if (effect.kind === 'settings') {
        rows.set(effect.conversation_id, withSettings(await row(effect), effect.settings));
      } else if (effect.kind === 'gap') {
        const after = await lastUpTo(messages, effect.conversation_id, effect.gap.resume_after ?? '\uffff');
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

  /** Changes one conversation's row, made from `seed` when there is none; resolves with the new row. */
  async changeConversation(seed, change) {
    const tx = this.write('conversations');
    const finished = done(tx);
    const rows = tx.objectStore('conversations');
    const next = change(await value(rows.get(seed.conversation_id)) ?? seed);
    rows.put(next);
    await finished;
    return next;
  }

  async #put(name, row) {
    const tx = this.write(name);
    tx.objectStore(name).put(row);
    await done(tx);
  }

  putOutbox(item) { return this.#put('outbox', item); }

  /** Changes what is known of a group, in the order of these calls; resolves with what is kept now. */
  async changeGroup(groupId, change) {
    const tx = this.write('groups');
    const finished = done(tx);
    const groups = tx.objectStore('groups');
    const next = change(await value(groups.get(groupId)) ?? newGroup(groupId));
    groups.put(next);
    await finished;
    return next;
  }

  putPerson(person) { return this.#put('people', person); }

  async dropOutbox(clientMessageId) {
    const tx = this.write('outbox');
    tx.objectStore('outbox').delete(clientMessageId);
    await done(tx);
  }
}
