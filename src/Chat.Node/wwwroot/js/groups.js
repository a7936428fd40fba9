// The groups this person is in: kept on this device, brought up to date by the events of their streams, and asked for where those
// leave a gap. What a person does to a group goes by REST; what comes of it arrives as an event, on this device as on all others.
import { ApiError } from './api.js';
import { randomId } from './rules/frames.js';
import { newGroup, withAnswer } from './rules/groups.js';

export class Groups extends EventTarget {
  #known;
  #asked = new Map(); // group → the question under way, shared by all who ask

  constructor({ api, store, people, connection, chat, me, rows }) {
    super();
    Object.assign(this, { api, store, people, chat, me });
    this.#known = new Map(rows.map((group) => [group.group_id, group]));
    connection.addEventListener('ready', () => this.catchUp().catch(() => {}));
  }

  get(id) { return this.#known.get(id) ?? null; }

  nameOf(id) { return this.get(id)?.name ?? 'Group'; }

  /** What the store made of the events that it has just kept. */
  stored(groups) {
    for (const group of groups) {
      this.#set(group);
      if (group.stale && !group.former) this.learn(group.group_id);
    }
  }

  /** All groups as the server lists them: on a new device none of them is known yet, and a name may have changed meanwhile. */
  async catchUp() {
    const missing = new Set([...this.#known.values()].filter((group) => !group.former).map((group) => group.group_id));
    let cursor = null;
    do {
      const page = await this.api.groups(cursor);
      for (const listed of page.groups ?? []) {
        missing.delete(listed.group_id);
        await this.#take(listed, null);
        await this.chat.conversationIn(listed.group_id, listed.joined_at);
      }
      cursor = page.next_cursor ?? null;
    } while (cursor);
    for (const id of missing) await this.learn(id); // left while this device was away, or the listing lags behind
  }

  /** Asks the group itself, members and all. Silent when the server is away. */
  learn(id) {
    if (!this.#asked.has(id)) this.#asked.set(id, this.#ask(id).finally(() => this.#asked.delete(id)));
    return this.#asked.get(id);
  }

  async #ask(id) {
    try {
      const group = await this.api.group(id);
      const { members } = await this.api.members(id);
      for (const member of members) {
        this.people.remember({ user_id: member.user_id, name: member.name ?? null, display_name: member.display_name ?? null });
      }
      await this.#take(group, members);
    } catch (error) {
      if (!(error instanceof ApiError) || !['not_member', 'group_not_found'].includes(error.code)) return;
      this.#set(await this.store.changeGroup(id, (kept) => ({ ...kept, former: true, role: null, members: null, stale: false })));
    }
  }

  async #take(answer, members) {
    this.#set(await this.store.changeGroup(answer.group_id, (kept) => withAnswer(kept, answer, members, this.me)));
  }

  #set(group) {
    const before = this.#known.get(group.group_id) ?? newGroup(group.group_id);
    if (group.revision < before.revision) return;
    this.#known.set(group.group_id, group);
    this.dispatchEvent(new Event('change'));
  }

  /** Makes a group and its conversation; the same `requestId` makes it once, however often it is asked for. */
  async create(name, memberIds, requestId = randomId('r_')) {
    const group = await this.api.createGroup(name, memberIds, requestId);
    return this.#entered(group);
  }

  async join(token) { return this.#entered(await this.api.join(token)); }

  async #entered(group) {
    await this.#take(group, null);
    const id = await this.chat.conversationIn(group.group_id, Date.now());
    this.learn(id);
    return id;
  }

  /** Does something to a group by REST, and looks at what became of it. */
  async change(id, action) {
    await action(this.api);
    await this.learn(id);
  }
}
