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
import { Wire } from './wire.js';
import { conversationWith } from './rules/frames.js';
import { newConversation, listed, thread, totalUnread } from './rules/conversations.js';
import { listedPlace, withOverlooked } from './rules/listing.js';

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
    this.loading = false; // whether older messages are on their way from the server
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
    this.listing = new Listing({ ...parts, inbox: this.inbox, listed: kept.listed });
    this.history = new History(parts);
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
    listing.addEventListener('marked', () => this.#complete());
    history.addEventListener('change', () => { this.#complete(); this.changed(); });
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
  get unread() { return totalUnread([...this.conversations.values()], Date.now()); }

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
    if (this.openRow?.gap && !this.openRow.gap.filled) this.#complete();
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
    if (this.openRow?.counted) this.#complete();
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
    this.openId = conversationId;
    const messages = conversationId ? await this.store.messages(conversationId, PAGE) : [];
    if (this.openId !== conversationId) return; // another was opened while this one was read
    this.messages = messages;
    this.hasEarlier = messages.length === PAGE;
    this.loading = false;
    this.newSince = this.openRow?.unread > 0 ? this.openRow.read_up_to ?? '' : null; // where the "new" line goes
    if (this.openRow) this.#learn(this.openRow, true);
    this.dispatchEvent(new Event('opened'));
    this.reading.look();
    this.#complete();
    this.changed();
  }

  /** Fetches what the server has of the open conversation and this device has not: what a gap left out, and the page before it all. */
  async #complete() {
    const row = this.openRow;
    if (!row) return;
    const found = await this.history.fill(row);
    if (row.conversation_id !== this.openId) return;
    if (found.length > 0) this.messages = thread([...this.messages, ...found], []);
    if (!this.hasEarlier && this.history.mayHold(row)) await this.earlier();
    if (row.conversation_id === this.openId) this.#overlook();
    this.reading.look();
    this.changed();
  }

  /** What only other devices hold cannot be read here: its badge goes when the conversation was opened, and nobody is told of it. */
  #overlook() {
    const row = this.openRow;
    if (!(row?.counted?.unread > 0) || this.loading || document.visibilityState !== 'visible') return;
    this.change(row.conversation_id, withOverlooked).catch(() => {});
  }

  /** Older messages of the open conversation: those kept here, then those the server has. */
  async earlier() {
    const id = this.openId;
    const row = this.openRow;
    if (!row || this.loading) return;
    this.loading = true;
    try {
      const oldest = this.messages[0]?.message_id;
      let older = oldest ? await this.store.messages(id, PAGE, oldest) : [];
      const more = older.length === PAGE;
      if (!more && this.history.mayHold(row)) {
        this.changed();
        older = [...await this.history.before(row, older[0]?.message_id ?? oldest), ...older];
      }
      if (this.openId !== id) return;
      this.messages = thread([...older, ...this.messages], []);
      this.hasEarlier = more || this.history.mayHold(row);
    } finally {
      if (this.openId === id) this.loading = false;
    }
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
