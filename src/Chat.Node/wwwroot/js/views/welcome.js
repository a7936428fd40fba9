// Before a window is anybody: register, sign in, or go on as an account this browser already holds.
import { $, el, setText } from './dom.js';
import { avatar, tick } from './icons.js';
import { accounts, newDeviceId } from '../session.js';
import { inUse, keyOf } from '../windows.js';

/**
 * @param api       the REST client
 * @param entered   called with the account (a session as the server gave it) once there is one
 */
export class Welcome {
  #mode = 'register';
  #account = null; // set when a known account has to sign in again: its device is kept
  #another = false; // whether this window is to be a device of its own, whatever this browser knows

  constructor({ api, entered }) {
    Object.assign(this, { api, entered });
    this.form = $('account-form');
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.#submit(); });
    for (const mode of ['register', 'signin']) {
      $(`tab-${mode}`).addEventListener('click', () => this.#setMode(mode, true));
      $(`tab-${mode}`).addEventListener('keydown', (event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        this.#setMode(mode === 'register' ? 'signin' : 'register');
        $(`tab-${this.#mode}`).focus();
      });
    }
    this.words = ['welcome-title', 'welcome-lead'].map((id) => [id, $(id).textContent]);
    for (const row of document.querySelectorAll('[data-legend]')) row.prepend(tick(row.dataset.legend));
  }

  /** @param again  an account whose session has ended; @param handle  of the person whose link was followed;
   *  @param group  whether the link was an invitation to a group; @param another  the handle of whom this window is to be another device of */
  async show({ again = null, handle = null, group = false, another = null } = {}) {
    this.#account = again;
    this.#another = another !== null;
    $('app').hidden = true;
    $('welcome').hidden = false;
    document.title = 'Chat.Akka';
    this.form.reset();
    this.#error('');
    for (const [id, words] of this.words) setText($(id), words);
    if (handle) {
      setText($('welcome-title'), `Chat with ${handle}.`);
      setText($('welcome-lead'), 'Make an account on this server, or sign in, and the conversation opens.');
    }
    if (group) {
      setText($('welcome-title'), 'You are invited.');
      setText($('welcome-lead'), 'Make an account on this server, or sign in, and the group’s invitation opens.');
    }
    if (another !== null) {
      setText($('welcome-title'), 'One more device.');
      setText($('welcome-lead'), 'Sign in once more. This window becomes a device of its own and stays in step with your others.');
    }
    const known = await this.#known(again || another !== null);
    this.#setMode(again || another !== null || known > 0 ? 'signin' : 'register');
    if (again) {
      this.form.elements.name.value = again.name;
      this.#error(again.refresh_token ? 'Your session has ended. Sign in again; your messages are still here.'
        : 'Sign in; your messages are still here.', 'password');
    }
    if (another) this.form.elements.name.value = another;
    const first = again || another ? this.form.elements.password : known > 0 ? $('known-accounts').querySelector('button') : this.form.elements.name;
    // Whoever has begun to type meanwhile keeps his place.
    if (!matchMedia('(pointer: coarse)').matches && !this.form.contains(document.activeElement)) first?.focus();
  }

  async #known(again) {
    const all = again ? [] : accounts();
    const used = all.length > 0 ? await inUse() : new Set();
    $('known-accounts').hidden = all.length === 0;
    $('known-accounts').querySelector('ul').replaceChildren(...all.map((account) => {
      const name = account.display_name || account.name;
      const busy = used.has(keyOf(account));
      const twice = all.some((other) => other !== account && other.user_id === account.user_id);
      const which = twice ? ` · ${account.device_name || account.device_id.slice(-4)}` : '';
      return el('li', {}, el('button', {
        type: 'button', class: 'known-account', disabled: busy, on: { click: () => (account.refresh_token ? this.enter(account) : this.show({ again: account })) },
      }, avatar(account.user_id, name), el('span', {}, el('b', { text: name }),
        el('small', { text: busy ? `open in another window${which}` : `@${account.name}${which}` }))));
    }));
    return all.filter((account) => !used.has(keyOf(account))).length;
  }

  #setMode(mode, focus = false) {
    this.#mode = mode;
    const registering = mode === 'register';
    for (const name of ['register', 'signin']) {
      $(`tab-${name}`).setAttribute('aria-selected', String(name === mode));
      $(`tab-${name}`).tabIndex = name === mode ? 0 : -1;
    }
    this.form.setAttribute('aria-labelledby', `tab-${mode}`);
    for (const field of this.form.querySelectorAll('[data-only]')) field.hidden = !registering;
    this.form.elements.password.autocomplete = registering ? 'new-password' : 'current-password';
    setText(this.form.querySelector('button.primary'), registering ? 'Create account' : 'Sign in');
    this.#error('');
    if (focus) this.form.elements.name.focus();
  }

  hide() {
    $('welcome').hidden = true;
    this.form.reset();
  }

  async #submit() {
    const { name, password, display_name: display } = this.form.elements;
    if (!name.value.trim()) { this.#error('Choose a handle first.', 'name'); return; }
    if (!password.value) { this.#error('A password is needed.', 'password'); return; }
    const button = this.form.querySelector('button.primary');
    button.disabled = true;
    this.#error('');
    try {
      const handle = name.value.trim();
      const credentials = { name: handle, password: password.value, device_id: await this.#device(handle) };
      const account = this.#mode === 'register'
        ? await this.api.register({ ...credentials, ...(display.value.trim() ? { display_name: display.value.trim() } : {}) })
        : await this.api.signIn(credentials);
      await this.enter(account);
    } catch (error) {
      this.#error(error.message, error.field);
    } finally {
      button.disabled = false;
    }
  }

  /** A known account keeps its device and so its messages, unless another window is using that device now. */
  async #device(handle) {
    if (this.#another) return newDeviceId();
    if (this.#account?.name === handle) return this.#account.device_id;
    const known = this.#mode === 'signin' ? accounts().filter((account) => account.name === handle) : [];
    const used = known.length > 0 ? await inUse() : new Set();
    return known.find((account) => !used.has(keyOf(account)))?.device_id ?? newDeviceId();
  }

  async enter(account) {
    try {
      await this.entered(account);
    } catch (error) {
      await this.show();
      this.#error(`This browser does not let the page keep messages: ${error.message}`);
    }
  }

  #error(text, field = null) {
    const box = $('account-error');
    box.hidden = !text;
    setText(box, text);
    for (const input of this.form.querySelectorAll('input')) input.setAttribute('aria-invalid', String(input.name === field && Boolean(text)));
    if (field && text) this.form.elements[field]?.focus();
  }
}
