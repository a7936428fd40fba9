// The person's own corner: name, link, password, the devices of the account, and the ways out.
import { $, el, setText } from './dom.js';
import { avatar, icon } from './icons.js';
import { linkField } from './share.js';
import { lastSeenLabel } from '../rules/times.js';

export class Profile {
  /** @param actions  `{ signOut, wipe }` */
  constructor({ chat, actions }) {
    Object.assign(this, { chat, actions });
    this.dialog = $('profile');
    this.dialog.onclick = (event) => { if (event.target === this.dialog) this.dialog.close(); };
    $('open-profile').onclick = () => this.show();
  }

  render() {
    const { account } = this.chat.session;
    const name = account.display_name || account.name;
    const button = $('open-profile');
    if (button.dataset.sign === `${account.user_id} ${name}`) return;
    button.dataset.sign = `${account.user_id} ${name}`;
    button.replaceChildren(avatar(account.user_id, name), el('span', {}, el('b', { text: name }), el('small', { text: `@${account.name}` })));
    button.setAttribute('aria-label', `${name}, your profile`);
  }

  show() {
    const { account } = this.chat.session;
    const said = el('p', { class: 'form-error', role: 'alert', hidden: true });
    const say = (words) => { said.hidden = !words; setText(said, words); };
    const attempt = (action) => async (event) => {
      event.preventDefault();
      say('');
      try { await action(event.currentTarget ?? event.target); } catch (error) { say(error.message); }
    };
    const devices = el('ul', { class: 'devices' }, el('li', { text: 'Asking the server…' }));
    this.dialog.replaceChildren(
      el('header', { class: 'dialog-head' }, el('h2', { id: 'profile-title', text: 'You' }),
        el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => this.dialog.close() } }, icon('close'))),
      el('h3', { text: 'Your link' }), linkField(account.name),
      el('form', { on: { submit: attempt((form) => this.#rename(form)) } },
        el('label', { class: 'field' }, el('span', { text: 'Name' }),
          el('input', { name: 'display_name', value: account.display_name ?? '', maxlength: '64', autocomplete: 'name' })),
        el('button', { type: 'submit', text: 'Save name' })),
      el('details', {}, el('summary', { text: 'Change password' }),
        el('form', { on: { submit: attempt((form) => this.#password(form, say)) } },
          el('input', { type: 'text', name: 'username', autocomplete: 'username', value: account.name, hidden: true, readonly: true }),
          el('label', { class: 'field' }, el('span', { text: 'Present password' }), el('input', { name: 'now', type: 'password', autocomplete: 'current-password', required: true })),
          el('label', { class: 'field' }, el('span', { text: 'New password' }), el('input', { name: 'next', type: 'password', autocomplete: 'new-password', required: true })),
          el('button', { type: 'submit', text: 'Change password' }))),
      el('h3', { text: 'Your devices' }), devices, said,
      el('footer', { class: 'dialog-foot' },
        el('button', { type: 'button', text: 'Sign out', on: { click: attempt(() => this.actions.signOut()) } }),
        el('button', { type: 'button', class: 'danger', text: 'Sign out and remove messages', on: { click: attempt((button) => this.#wipe(button)) } })));
    if (!this.dialog.open) this.dialog.showModal();
    this.#devices(devices).catch((error) => devices.replaceChildren(el('li', { text: error.message })));
  }

  /** Asked twice: the server has cleared what this device has stored, so here is the only copy. */
  #wipe(button) {
    if (button.dataset.asked) return this.actions.wipe();
    button.dataset.asked = 'yes';
    setText(button, 'Remove every message on this device?');
    return undefined;
  }

  async #rename(form) {
    const me = await this.chat.api.rename(form.elements.display_name.value.trim());
    this.chat.session.keep({ display_name: me?.display_name ?? form.elements.display_name.value.trim() });
    this.render();
    this.dialog.close();
  }

  async #password(form, say) {
    this.chat.session.keep(await this.chat.api.changePassword(form.elements.now.value, form.elements.next.value));
    form.reset();
    say('The password is changed.');
  }

  async #devices(list) {
    const devices = await this.chat.api.devices();
    const now = Date.now();
    list.replaceChildren(...devices.map((device) => {
      const own = device.device_id === this.chat.session.deviceId;
      const state = own ? 'this window' : device.online ? 'online' : device.last_seen ? lastSeenLabel(device.last_seen, now) : 'not seen yet';
      return el('li', {}, el('span', {}, el('b', { text: device.platform || 'device' }), el('small', { text: `${device.device_id} · ${state}` })),
        !own && el('button', {
          type: 'button', text: 'Remove',
          on: { click: () => this.chat.api.removeDevice(device.device_id).then(() => this.#devices(list), (error) => list.append(el('li', { text: error.message }))) },
        }));
    }));
  }
}
