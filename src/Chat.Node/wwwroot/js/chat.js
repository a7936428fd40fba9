// One signed-in device: its store, its connection, and the state the views show. Views read from here and listen to `change`.
import { Store } from './store.js';
import { Connection } from './connection.js';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';
import { Reading } from './reading.js';
import { Presence } from './presence.js';
import { People } from './people.js';
import { Groups } from './groups.js';
import { Wire } from './wire.js';
import { conversationWith } from './rules/frames.js';
import { newConversation, listed, thread, totalUnread } from './rules/conversations.js';

const APP_VERSION = '0.1.0';
const PAGE = 80; // messages read from the store at once

export class Chat extends EventTarget {
  static async open(session, api) {
    const store = await Store.open(session.userId, session.deviceId);
    return new Chat(session, api, store, await store.load());
  }

  constructor(session, api, store, kept) {
    super();
    Object.assign(this, { session, api, store, me: session.userId });
    this.conversations = new Map(kept.conversations.map((row) => [row.conversation_id, row]));
    this.openId = null;
    this.messages = [];
    this.hasEarlier = false;
    this.newSince = null;
    this.caughtUp = false;
    this.storageError = null;
    this.wire = new Wire();
    this.connection = new Connection({ wire: this.wire, renew: () => session.refresh(), identity: () => this.#identity() });
    const parts = { chat: this, store, api, connection: this.connection, me: this.me, deviceId: session.deviceId };
    this.people = new People({ ...parts, rows: kept.people });
    this.groups = new Groups({ ...parts, people: this.people, rows: kept.groups });
    this.inbox = new Inbox({ ...parts, epoch: kept.epoch, positions: kept.positions });
    this.outbox = new Outbox({ ...parts, inbox: this.inbox, items: kept.outbox });
    this.presence = new Presence(parts);
    this.reading = new Reading(parts);
    this.#listen();
    this.#watch();
  }

  #identity() {
    return {
      userId: this.me, deviceId: this.session.deviceId, token: this.session.token, appVersion: APP_VERSION, ...this.inbox.resume,
    };
  }

  #listen() {
    const { connection, inbox, outbox, people, groups, presence, session } = this;
    inbox.addEventListener('stored', ({ detail }) => this.#stored(detail));
    inbox.addEventListener('failed', ({ detail }) => { this.storageError = detail; connection.stop('storage', 3000); });
    outbox.addEventListener('change', () => this.changed());
    outbox.addEventListener('refresh', () => session.refresh().then(() => outbox.pump(), () => {}));
    outbox.addEventListener('sign_in', () => connection.stop('sign_in', 3000));
    people.addEventListener('change', () => this.changed());
    groups.addEventListener('change', () => this.changed());
    presence.addEventListener('change', () => this.changed());
    connection.addEventListener('ready', ({ detail }) => {
      this.caughtUp = !connection.sync;
      if (detail.server_time) session.setServerTime(detail.server_time);
      for (const row of this.conversations.values()) this.#learn(row);
    });
    connection.addEventListener('frame', ({ detail }) => { if (detail.type === 'sync_done') { this.caughtUp = true; this.changed(); } });
    connection.addEventListener('state', () => this.changed());
    session.addEventListener('renewed', () => connection.online && connection.send({
      type: 'auth_refresh', request_id: `t${Date.now()}`, payload: { auth_token: session.token },
    }));
    session.addEventListener('lost', () => connection.stop('sign_in', 3000));
  }

  changed() { this.dispatchEvent(new Event('change')); }

  get rows() { return listed(this.conversations.values()); }
  get openRow() { return this.conversations.get(this.openId) ?? null; }
  get unread() { return totalUnread([...this.conversations.values()]); }

  /** What the open conversation shows, oldest first: stored messages, then what still waits to be sent. */
  get thread() { return thread(this.messages, this.outbox.list().filter((item) => item.conversation_id === this.openId)); }

  #stored({ added, rows, groups }) {
    this.groups.stored(groups);
    for (const row of rows) {
      const fresh = !this.conversations.has(row.conversation_id);
      this.conversations.set(row.conversation_id, row);
      if (fresh) { this.#learn(row); this.#watch(); }
    }
    const here = added.filter((message) => message.conversation_id === this.openId);
    if (here.length > 0) this.messages = thread([...this.messages, ...here], []);
    for (const message of added) {
      if (message.group_id) for (const id of [message.sender_id, ...(message.user_ids ?? [])]) this.people.learn(id);
      if (message.sender_id !== this.me && message.kind !== 'event') this.dispatchEvent(new CustomEvent('arrived', { detail: message }));
    }
    this.reading.look();
    this.changed();
  }

  #learn(row, again = false) {
    if (row.group_id) { if (again || !this.groups.get(row.group_id)) this.groups.learn(row.group_id); }
    else if (row.peer_id) this.people.learn(row.peer_id, { again });
  }

  #watch() { this.presence.watch(this.rows.map((row) => row.peer_id).filter(Boolean)); }

  /** Changes the row of a conversation, stored first. */
  async change(conversationId, change) {
    const seed = this.conversations.get(conversationId) ?? newConversation(conversationId);
    const row = await this.store.changeConversation(seed, change);
    this.conversations.set(conversationId, row);
    this.changed();
    return row;
  }

  /** The id of the conversation with a person found by handle or link, new or old. */
  async conversationWith(person) {
    this.people.remember({ user_id: person.user_id, name: person.name, display_name: person.display_name });
    const id = conversationWith(this.me, person.user_id);
    if (!this.conversations.has(id)) {
      const seed = newConversation(id, { peerId: person.user_id }, Date.now());
      this.conversations.set(id, await this.store.changeConversation(seed, (row) => row));
      this.#watch();
    }
    return id;
  }

  /** The id of a group's conversation, new or old. */
  async conversationIn(groupId, started) {
    if (!this.conversations.has(groupId)) {
      const seed = newConversation(groupId, { groupId }, started);
      this.conversations.set(groupId, await this.store.changeConversation(seed, (row) => row));
      this.changed();
    }
    return groupId;
  }

  /** What a conversation is called. */
  titleOf(row) { return row.group_id ? this.groups.nameOf(row.group_id) : this.people.nameOf(row.peer_id ?? row.conversation_id); }

  async open(conversationId) {
    this.openId = conversationId;
    const messages = conversationId ? await this.store.messages(conversationId, PAGE) : [];
    if (this.openId !== conversationId) return; // another was opened while this one was read
    this.messages = messages;
    this.hasEarlier = messages.length === PAGE;
    this.newSince = this.openRow?.unread > 0 ? this.openRow.read_up_to ?? '' : null; // where the "new" line goes
    if (this.openRow) this.#learn(this.openRow, true);
    this.dispatchEvent(new Event('opened'));
    this.reading.look();
    this.changed();
  }

  async earlier() {
    const before = this.messages[0]?.message_id;
    if (!before) return;
    const older = await this.store.messages(this.openId, PAGE, before);
    this.messages = thread([...older, ...this.messages], []);
    this.hasEarlier = older.length === PAGE;
    this.changed();
  }

  async send(content, replyTo) {
    const row = this.openRow;
    await this.outbox.add({ ...row, content, reply_to: replyTo });
    this.presence.sent();
  }

  /** Leaves the account on this device; `wipe` also removes what is stored here. */
  async close({ wipe = false } = {}) {
    this.connection.stop('signed_out');
    this.store.close();
    if (wipe) await Store.wipe(this.me, this.session.deviceId);
  }
}
