// Who this window is. sessionStorage names the account and device of the window, so it survives a reload and two windows
// can be two people; localStorage remembers the accounts of this browser, so that a window opened later can go on as one.
import { ApiError } from './api.js';
import { randomId } from './rules/frames.js';
import { refreshIn } from './rules/times.js';

const WINDOW = 'chat.window';
const ACCOUNTS = 'chat.accounts';

const read = (storage, key, otherwise) => {
  try { return JSON.parse(storage.getItem(key)) ?? otherwise; } catch { return otherwise; }
};

export const accounts = () => Object.values(read(localStorage, ACCOUNTS, {}));

function saveAccount(account) {
  const all = read(localStorage, ACCOUNTS, {});
  all[`${account.user_id} ${account.device_id}`] = account;
  localStorage.setItem(ACCOUNTS, JSON.stringify(all));
}

function forgetAccount({ user_id: user, device_id: device }) {
  const all = read(localStorage, ACCOUNTS, {});
  delete all[`${user} ${device}`];
  localStorage.setItem(ACCOUNTS, JSON.stringify(all));
}

/** The account this window was before it was reloaded, or null. */
export function accountOfThisWindow() {
  const mine = read(sessionStorage, WINDOW, null);
  return mine && accounts().find((a) => a.user_id === mine.user_id && a.device_id === mine.device_id) || null;
}

export const newDeviceId = () => randomId('web-', 8);

/** One signed-in account on one device: its tokens, and the timer that renews them before they expire. */
export class Session extends EventTarget {
  #timer = 0;
  #refreshing = null;

  constructor(api, account) {
    super();
    this.api = api;
    this.account = account;
    this.skew = 0; // server time minus ours: expiry is in the server's time
    this.keep(account);
  }

  get userId() { return this.account.user_id; }
  get deviceId() { return this.account.device_id; }
  get token() { return this.account.auth_token; }

  keep(account) {
    this.account = { ...this.account, ...account };
    saveAccount(this.account);
    sessionStorage.setItem(WINDOW, JSON.stringify({ user_id: this.userId, device_id: this.deviceId }));
    this.#schedule();
  }

  setServerTime(serverTime) {
    this.skew = serverTime - Date.now();
    this.#schedule();
  }

  #schedule() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh().catch(() => {}), refreshIn(this.account.expires_at, Date.now() + this.skew));
  }

  get expired() { return this.account.expires_at <= Date.now() + this.skew; }

  /** New tokens, once however many ask. Rejects with ApiError 401 when the refresh token is no longer good: sign in again. */
  refresh() {
    this.#refreshing ??= this.#renew().finally(() => { this.#refreshing = null; });
    return this.#refreshing;
  }

  async #renew() {
    // Another window may have renewed this account since; its refresh token has replaced ours.
    const kept = accounts().find((a) => a.user_id === this.userId && a.device_id === this.deviceId);
    const token = kept?.refresh_token ?? this.account.refresh_token;
    try {
      this.keep(await this.api.refresh(token));
      this.dispatchEvent(new Event('renewed'));
    } catch (error) {
      const lost = error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 400);
      if (lost) this.dispatchEvent(new Event('lost'));
      else this.#later();
      throw error;
    }
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh().catch(() => {}), 5000 + Math.random() * 5000);
  }

  stop() { clearTimeout(this.#timer); }

  /** Forgets who this window is. The browser keeps the account's device and its messages, without tokens, unless `forget`. */
  leave({ forget = false } = {}) {
    this.stop();
    sessionStorage.removeItem(WINDOW);
    if (forget) forgetAccount(this.account);
    else saveAccount({ ...this.account, auth_token: null, refresh_token: null, expires_at: 0 });
  }
}
