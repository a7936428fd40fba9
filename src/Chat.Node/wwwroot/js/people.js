// Names of people: asked from the server once, kept on this device, looked up again when a conversation is opened.
import { ApiError } from './api.js';

export class People extends EventTarget {
  #known;
  #unknown = new Set();
  #asked = new Map(); // id → the question under way, shared by all who ask

  constructor({ api, store, rows }) {
    super();
    Object.assign(this, { api, store });
    this.#known = new Map(rows.map((row) => [row.user_id, row]));
  }

  get(id) { return this.#known.get(id) ?? null; }

  /** What to call somebody: the display name, else the handle, else the bare id. */
  nameOf(id) {
    const person = this.get(id);
    return person?.display_name || person?.name || id;
  }

  remember(person) {
    const before = this.#known.get(person.user_id);
    if (before && before.name === person.name && before.display_name === person.display_name) return;
    this.#known.set(person.user_id, person);
    this.store.putPerson(person).catch(() => {});
    this.dispatchEvent(new Event('change'));
  }

  /** Asks for a name that is not known; with `again`, for one that may have changed. Silent when the server is away. */
  learn(id, { again = false } = {}) {
    if (!again && (this.#known.has(id) || this.#unknown.has(id))) return Promise.resolve();
    if (!this.#asked.has(id)) this.#asked.set(id, this.#ask(id).finally(() => this.#asked.delete(id)));
    return this.#asked.get(id);
  }

  async #ask(id) {
    try {
      this.remember(await this.api.user(id));
    } catch (error) {
      if (error instanceof ApiError) this.#unknown.add(id); // unknown, not merely away: not asked for every message
    }
  }
}
