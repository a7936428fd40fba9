// Who is here and who is typing. Nothing of it is stored: it is true only now, and only while this connection lives.
import * as frames from './rules/frames.js';

const SUBSCRIPTIONS = 200; // the server's bound
const TYPING_AGAIN = 4000; // typing expires after 6 s there; said again in time while the person goes on
const TYPING_PAUSE = 5000; // no key for this long: not typing

export class Presence extends EventTarget {
  #users = new Map();    // user_id → { status, last_seen }
  #typing = new Map();   // user_id → timer
  #wanted = [];
  #subscribed = new Set();
  #mine = { peer: null, said: 0, timer: 0 };
  #request = 0;

  constructor({ connection, me }) {
    super();
    Object.assign(this, { connection, me });
    connection.addEventListener('ready', () => { this.#subscribed.clear(); queueMicrotask(() => this.#subscribe()); });
    connection.addEventListener('state', ({ detail }) => { if (detail.name !== 'online') this.#lost(); });
    connection.addEventListener('frame', ({ detail }) => this.#received(detail));
  }

  /** `{ status: 'online' | 'offline', last_seen }`, or null when nothing is known. */
  of(userId) { return this.#users.get(userId) ?? null; }
  isTyping(userId) { return this.#typing.has(userId); }

  /** The people to watch, most important first. */
  watch(userIds) {
    this.#wanted = userIds.filter((id) => id !== this.me).slice(0, SUBSCRIPTIONS);
    this.#subscribe();
  }

  #subscribe() {
    if (!this.connection.online) return;
    const wanted = new Set(this.#wanted);
    const gone = [...this.#subscribed].filter((id) => !wanted.has(id));
    const fresh = this.#wanted.filter((id) => !this.#subscribed.has(id));
    if (gone.length > 0) this.#ask('unsubscribe', gone);
    if (fresh.length > 0) this.#ask('subscribe', fresh);
    this.#subscribed = wanted;
  }

  #ask(verb, ids) { this.connection.send(frames.presence(verb, `p${++this.#request}`, ids)); }

  #received(frame) {
    if (frame.type === 'presence') {
      for (const user of frame.payload.users ?? []) {
        this.#users.set(user.user_id, { status: user.status, last_seen: user.last_seen ?? null });
        if (user.status !== 'online') this.#stopped(user.user_id);
      }
      this.#changed();
    } else if (frame.type === 'typing') {
      const { user_id: user, state, expires_in_ms: expires } = frame.payload;
      this.#stopped(user);
      if (state === 'start') this.#typing.set(user, setTimeout(() => { this.#stopped(user); this.#changed(); }, expires ?? 6000));
      this.#changed();
    } else if (frame.type === 'message' && this.#typing.has(frame.payload?.sender_id)) {
      this.#stopped(frame.payload.sender_id); // what was being typed has arrived
      this.#changed();
    }
  }

  #stopped(user) {
    clearTimeout(this.#typing.get(user));
    this.#typing.delete(user);
  }

  #lost() {
    for (const user of [...this.#typing.keys()]) this.#stopped(user);
    this.#users.clear();
    this.#mine = { peer: null, said: 0, timer: 0 };
    this.#changed();
  }

  #changed() { this.dispatchEvent(new Event('change')); }

  /** The person typed something to `peer`; with null, stopped. */
  typed(peer) {
    const mine = this.#mine;
    clearTimeout(mine.timer);
    if (mine.peer && mine.peer !== peer) {
      this.connection.send(frames.typing(mine.peer, 'stop'));
      Object.assign(mine, { peer: null, said: 0 });
    }
    if (!peer || !this.connection.online) return;
    if (Date.now() - mine.said > TYPING_AGAIN) {
      this.connection.send(frames.typing(peer, 'start'));
      Object.assign(mine, { peer, said: Date.now() });
    }
    mine.timer = setTimeout(() => this.typed(null), TYPING_PAUSE);
  }

  /** The message left: the server's copy of it tells the other side that typing is over. */
  sent() {
    clearTimeout(this.#mine.timer);
    this.#mine = { peer: null, said: 0, timer: 0 };
  }
}
