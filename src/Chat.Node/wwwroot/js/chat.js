// One signed-in device: its store, its connection, and the state the views show. Views read from here and listen to `change`.
import { Store } from './store.js';
import { Connection } from './connection.js';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';
import { Reading } from './reading.js';
import { Presence } from './presence.js';
import { People } from './people.js';
import { Groups } from './groups.js';
import { Listing } from './listing.js';
import { History } from './history.js';
import { Opened } from './opened.js';
import { Wire } from './wire.js';
import { conversationWith } from './rules/frames.js';
import { newConversation, listed, thread, totalUnread } from './rules/conversations.js';
import { listedPlace } from './rules/listing.js';

const APP_VERSION = '0.1.0';

export class Chat extends EventTarget {
  static async open(session, api) {
    const store = await Store.open(session.userId, session.deviceId);
    return new Chat(session, api, store, await store.load());
  }

  constructor(session, api, store, kept) {
    super();
    Object.assign(this, { session, api, store, me: session.userId });
    this.conversations = new Map(kept.conversations.map((row) => [row.conversation_id, row]));
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
    this.listing = new Listing({ ...parts, inbox: this.inbox, listed: kept.listed });
    this.history = new History(parts);
    this.opened = new Opened({ ...parts, history: this.history, reading: this.reading });
    this.#listen();
    this.#watch();
  }

  #identity() {
    return {
      userId: this.me, deviceId: this.session.deviceId, token: this.session.token, appVersion: APP_VERSION, ...this.inbox.resume,
    };
  }

  #listen() {
    const { connection, inbox, outbox, people, groups, presence, listing, history, session } = this;
    inbox.addEventListener('stored', ({ detail }) => this.#stored(detail));
    inbox.addEventListener('failed', ({ detail }) => { this.storageError = detail; connection.stop('storage', 3000); });
    outbox.addEventListener('change', () => this.changed());
    outbox.addEventListener('refresh', () => session.refresh().then(() => outbox.pump(), () => {}));
    outbox.addEventListener('sign_in', () => connection.stop('sign_in', 3000));
    people.addEventListener('change', () => this.changed());
    groups.addEventListener('change', () => this.changed());
    presence.addEventListener('change', () => this.changed());
    listing.addEventListener('change', () => this.changed());
    listing.addEventListener('marked', () => this.opened.complete());
    history.addEventListener('change', () => { this.opened.complete(); this.changed(); });
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
  get openId() { return this.opened.id; }
  get openRow() { return this.conversations.get(this.openId) ?? null; }
  get unread() { return totalUnread([...this.conversations.values()], Date.now()); }

  /** What the open conversation shows, oldest first: stored messages, then what still waits to be sent. */
  get thread() { return thread(this.opened.messages, this.outbox.list().filter((item) => item.conversation_id === this.openId)); }

  #stored({ added, rows, groups }) {
    this.groups.stored(groups);
    for (const row of rows) {
      const fresh = !this.conversations.has(row.conversation_id);
      this.conversations.set(row.conversation_id, row);
      if (fresh) { this.#learn(row); this.#watch(); }
    }
    this.opened.add(added.filter((message) => message.conversation_id === this.openId));
    for (const message of added) {
      if (message.group_id) for (const id of [message.sender_id, ...(message.user_ids ?? [])]) this.people.learn(id);
      if (message.sender_id !== this.me && message.kind !== 'event') this.dispatchEvent(new CustomEvent('arrived', { detail: message }));
    }
    if (this.openRow?.gap && !this.openRow.gap.filled) this.opened.complete();
    this.reading.look();
    this.changed();
  }

  /** The server's list has been taken in. */
  listed(entries, rows) {
    for (const entry of entries) {
      const { peer_id: peer } = listedPlace(entry, this.me);
      if (peer && entry.name && !this.people.get(peer)) this.people.remember({ user_id: peer, name: null, display_name: entry.name });
    }
    for (const row of rows) {
      const fresh = !this.conversations.has(row.conversation_id);
      this.conversations.set(row.conversation_id, row);
      if (fresh) this.#learn(row);
    }
    this.#watch();
    if (this.openRow?.counted) this.opened.complete();
    this.changed();
  }

  #learn(row, again = false) {
    if (row.group_id) { if (again || !this.groups.get(row.group_id)) this.groups.learn(row.group_id); }
    else if (row.peer_id) this.people.learn(row.peer_id, { again });
  }

  #watch() { this.presence.watch(this.rows.map((row) => row.peer_id).filter(Boolean)); }

  /** Changes the row of a conversation, stored first. */
  async change(conversationId, change, seed = newConversation(conversationId)) {
    const row = await this.store.changeConversation(this.conversations.get(conversationId) ?? seed, change);
    this.conversations.set(conversationId, row);
    this.changed();
    return row;
  }

  /** The id of the conversation with a person found by handle or link, new or old. */
  async conversationWith(person) {
    this.people.remember({ user_id: person.user_id, name: person.name, display_name: person.display_name });
    const id = conversationWith(this.me, person.user_id);
    await this.#begin(newConversation(id, { peerId: person.user_id }), Date.now());
    this.#watch();
    return id;
  }

  /** The id of a group's conversation, new or old. */
  async conversationIn(groupId, started) {
    await this.#begin(newConversation(groupId, { groupId }), started);
    return groupId;
  }

  /** Shows a conversation that holds nothing yet; of one that only a mark or a setting is known of there is a row already. */
  async #begin(seed, started) {
    const row = this.conversations.get(seed.conversation_id);
    if (!row?.started && !row?.last) await this.change(seed.conversation_id, (now) => ({ ...now, started: now.started || started }), seed);
  }

  /** What a conversation is called. */
  titleOf(row) { return row.group_id ? this.groups.nameOf(row.group_id) : this.people.nameOf(row.peer_id ?? row.conversation_id); }

  async open(conversationId) {
    if (!await this.opened.open(conversationId)) return; // another was opened while this one was read
    if (this.openRow) this.#learn(this.openRow, true);
    this.dispatchEvent(new Event('opened'));
    this.reading.look();
    this.opened.complete();
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
