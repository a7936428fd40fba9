// How the connection stands, in words, with the one thing the person can do about it.
import { $, setText } from './dom.js';

export class Status {
  #ticking = 0;

  /** @param actions  `{ signIn, wipe }` */
  constructor({ chat, actions }) {
    Object.assign(this, { chat, actions });
    $('status-action').onclick = () => this.#action?.();
  }

  #action = null;

  render() {
    const { connection, caughtUp, storageError } = this.chat;
    const { state } = connection;
    const [tone, words, label, action] = this.#describe(state, caughtUp, storageError);
    $('status').dataset.tone = tone;
    setText($('status-text'), words);
    $('status-action').hidden = !label;
    if (label) setText($('status-action'), label);
    this.#action = action ?? null;
    this.#count(state);
  }

  #describe(state, caughtUp, storageError) {
    const { connection } = this.chat;
    switch (state.name) {
      case 'online': return caughtUp ? ['good', 'Connected'] : ['busy', 'Catching up…'];
      case 'connecting': return ['busy', 'Connecting…'];
      case 'waiting': return ['off', 'Offline. Messages wait here.', 'Try now', () => connection.start()];
      case 'held': return ['off', 'Kept offline. Messages wait here.', 'Go online', () => this.actions.release()];
      case 'stopped':
        if (state.reason === 'storage') {
          return ['bad', `This browser could not store messages: ${storageError?.message ?? ''}`, 'Try again', () => location.reload()];
        }
        if (state.reason === 'displaced') return ['bad', state.text, 'Use it here', () => connection.start()];
        if (state.reason === 'revoked') return ['bad', state.text, 'Remove its messages', () => this.actions.wipe()];
        if (state.reason === 'sign_in') return ['bad', state.text, 'Sign in', () => this.actions.signIn()];
        return ['bad', state.text, 'Reload', () => location.reload()];
      default: return ['busy', 'Starting…'];
    }
  }

  /** The seconds until the next attempt: seen, but not read out every second. */
  #count(state) {
    clearTimeout(this.#ticking);
    const left = state.name === 'waiting' ? Math.ceil((state.until - Date.now()) / 1000) : 0;
    setText($('status-more'), left > 1 ? ` ${left} s` : '');
    if (left > 0) this.#ticking = setTimeout(() => this.#count(state), 500);
  }
}
