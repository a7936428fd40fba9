// The WebSocket and its life: sign-on, heartbeats, noticing silence, and coming back by the close-code table.
// It knows nothing of messages. Events: `state` (detail: state), `frame` (detail: frame), `ready` (detail: auth_success payload).
import { afterClose, STOPPED } from './rules/backoff.js';
import * as frames from './rules/frames.js';

const AUTH_TIMEOUT = 10_000;
const HEARTBEAT_ANSWER = 10_000; // a socket that does not answer a heartbeat in this time is dead, whatever the browser thinks
const OWN_CLOSE = 3000;          // a page may close with 1000 or 3000–4999 only; 1000 would mean sign-out

export class Connection extends EventTarget {
  #socket = null;
  #timers = new Map();
  #attempt = 0;
  #drain = null;
  #refused = false;
  #lastFrame = 0;

  /**
   * @param identity  `() => { userId, deviceId, token, epoch, positions, appVersion }`, asked at every sign-on
   * @param renew     renews the token; rejects when that is not possible now
   * @param wire      the log every frame is written to
   */
  constructor({ identity, renew, wire }) {
    super();
    Object.assign(this, { identity, renew, wire });
    this.state = { name: 'idle' };
    this.heldDown = false;
    this.interval = 25_000;
    this.limits = frames.DEFAULT_LIMITS;
    this.sync = false;
    addEventListener('online', () => this.#hurry());
    addEventListener('offline', () => this.probe(3000)); // perhaps the server is on this machine: ask it, do not guess
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') this.#hurry(); });
  }

  get online() { return this.state.name === 'online'; }

  start() { this.#attempt = 0; this.#open(); }

  /** Closes for good: the owner signs out, or has to sign in again. */
  stop(reason, code = 1000) {
    this.#detach(code);
    this.#setState({ name: 'stopped', reason, text: STOPPED[reason] ?? reason });
  }

  /** Loses the connection on purpose, as a network would, and comes back by the usual rules. */
  drop() { if (this.#socket) this.#fail(1006, 'dropped by hand'); }

  /** Stays away until told otherwise: a demonstration of the outbox that needs no aeroplane. */
  holdDown(held) {
    this.heldDown = held;
    if (!held) { this.start(); return; }
    this.#detach(OWN_CLOSE);
    this.#setState({ name: 'held' });
  }

  send(frame) {
    if (!this.#socket || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    this.wire.sent(frame);
    return true;
  }

  #open() {
    this.#detach(OWN_CLOSE);
    if (this.heldDown) { this.#setState({ name: 'held' }); return; }
    this.#setState({ name: 'connecting' });
    const address = new URL('/ws', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address, 'chat.v1');
    this.#socket = socket;
    this.#after('auth', AUTH_TIMEOUT, () => this.#fail(4408, 'no sign-on in time'));
    socket.onopen = () => {
      this.wire.note(`connected to ${address}`);
      this.send(frames.auth(this.identity()));
    };
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code, reason }) => this.#closed(code, reason);
  }

  #received(data) {
    this.#lastFrame = Date.now();
    let frame;
    try { frame = JSON.parse(data); } catch { this.wire.note(`not JSON: ${String(data).slice(0, 200)}`); return; }
    this.wire.received(frame);
    if (typeof frame?.type !== 'string') return;
    frame.payload ??= {}; // whoever reads the frame may rely on it
    if (frame.type === 'auth_success') { this.#signedOn(frame.payload); return; }
    if (frame.type === 'reconnect') this.#drain = frame.payload;
    this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
  }

  #signedOn(payload) {
    this.#clear('auth');
    this.#attempt = 0;
    this.#drain = null;
    this.interval = payload.heartbeat_interval_ms ?? 25_000;
    this.limits = { ...frames.DEFAULT_LIMITS, ...payload.limits };
    this.sync = (payload.capabilities ?? []).includes('sync');
    this.dispatchEvent(new CustomEvent('ready', { detail: payload }));
    this.#setState({ name: 'online', session: payload.session_id });
    this.#after('settled', 60_000, () => { this.#refused = false; });
    this.#after('heartbeat', this.interval, () => this.#beat());
  }

  #beat() {
    this.probe();
    this.#after('heartbeat', this.interval, () => this.#beat());
  }

  /** Asks whether anybody is there; any frame is an answer, silence is the end of this socket. */
  probe(patience = HEARTBEAT_ANSWER) {
    if (!this.online) return;
    const asked = Date.now();
    if (!this.send(frames.heartbeat(asked))) return;
    this.#after('answer', patience, () => { if (this.#lastFrame < asked) this.#fail(1006, 'no answer to a heartbeat'); });
  }

  /** The network is back, or the window is looked at again: waiting out a long delay would serve nobody. */
  #hurry() {
    if (this.online) this.probe();
    else if (this.state.name === 'waiting' && this.state.hurry) this.#open();
  }

  /** Lets go of a socket without waiting for its close: on a dead network that may take minutes. */
  #fail(code, why) {
    this.#detach(OWN_CLOSE);
    this.#closed(code, why);
  }

  #closed(code, reason) {
    this.#detach(OWN_CLOSE);
    this.wire.note(`closed: ${code}${reason ? ` (${reason})` : ''}`);
    const next = afterClose({ code, attempt: this.#attempt, drain: this.#drain, refused: this.#refused });
    this.#attempt += 1;
    this.#drain = null;
    if (next.dropFrame) { this.#refused = true; this.dispatchEvent(new Event('refused')); }
    if (next.then === 'retry') this.#retry(next.delay, ![1012, 1013, 4429].includes(code));
    else if (next.then === 'refresh') this.#renewThenOpen();
    else if (next.then === 'sign_in') this.#signInAgain();
    else this.#setState({ name: 'stopped', reason: next.reason, text: STOPPED[next.reason] });
  }

  #retry(delay, hurry) {
    this.#setState({ name: 'waiting', until: Date.now() + delay, hurry });
    this.#after('retry', delay, () => this.#open());
  }

  /** Expired while away: renew, then return. What cannot be reached is tried again; what is refused ends in a sign-in. */
  #renewThenOpen() {
    this.#setState({ name: 'connecting' });
    const again = this.#attempt; // a fresh token that is refused again must not become a storm
    const open = () => (again > 1 ? this.#retry(afterClose({ code: 1006, attempt: again }).delay, true) : this.#open());
    this.renew().then(open, (error) => {
      if (error.status === 401 || error.status === 403 || error.status === 400) this.#signInAgain();
      else this.#retry(afterClose({ code: 1006, attempt: this.#attempt }).delay, true);
    });
  }

  #signInAgain() { this.#setState({ name: 'stopped', reason: 'sign_in', text: 'Your session has ended. Sign in again.' }); }

  #detach(code) {
    for (const name of [...this.#timers.keys()]) this.#clear(name);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState <= WebSocket.OPEN) socket.close(code);
  }

  #setState(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  #after(name, delay, action) {
    this.#clear(name);
    this.#timers.set(name, setTimeout(action, delay));
  }

  #clear(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
