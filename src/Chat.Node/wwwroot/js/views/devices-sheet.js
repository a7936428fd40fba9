// The devices of the account: which there are and whether they are here, what they are called, and how one is turned away.
import { el, keep, setText } from './dom.js';
import { icon } from './icons.js';
import { nameOf, ordered, stateOf } from '../rules/devices.js';

const AGAIN = 15_000; // while the sheet is open: devices come and go
const NAME = 64;

export class DevicesSheet {
  #devices = null;
  #renaming = null; // the device whose name is being written

  constructor({ chat }) {
    this.chat = chat;
    this.title = 'Your devices';
  }

  build(sheet) {
    this.sheet = sheet;
    this.list = el('ul', { class: 'device-list' });
    this.note = el('p', { class: 'aside', role: 'status', text: 'Asking the server…' });
    this.#look();
    return [this.note, this.list];
  }

  async #look() {
    clearTimeout(this.timer);
    try {
      this.#devices = ordered(await this.chat.api.devices(), this.chat.session.deviceId);
      setText(this.note, 'Each of them gets every message once, and sees what you send and read on the others.');
    } catch (error) {
      this.sheet.say(error.message);
      if (!this.#devices) setText(this.note, '');
    }
    if (!this.list.isConnected) return;
    this.render();
    this.timer = setTimeout(() => this.list.isConnected && this.#look(), AGAIN);
  }

  render() {
    const own = this.chat.session.deviceId;
    const now = Date.now();
    keep(this.list, (this.#devices ?? []).map((device) => {
      const name = nameOf(device);
      const state = stateOf(device, own, now);
      const renaming = this.#renaming === device.device_id;
      return {
        key: device.device_id, sign: JSON.stringify([name, state, renaming]),
        make: () => (renaming ? this.#form(device) : this.#row(device, name, state, device.device_id === own)),
      };
    }));
  }

  #row(device, name, state, own) {
    return el('li', { class: 'device', 'data-device': device.device_id },
      el('span', { class: own || device.online ? 'device-face here' : 'device-face', 'aria-hidden': 'true' }, icon('device')),
      el('span', { class: 'device-words' }, el('b', { text: name }), el('small', { text: state })),
      el('span', { class: 'device-actions' },
        'name' in device && el('button', {
          type: 'button', 'aria-label': `Rename ${name}`, text: 'Rename', on: { click: () => this.#rename(device.device_id) },
        }),
        !own && el('button', {
          type: 'button', class: 'danger', 'aria-label': `Remove ${name}`, text: 'Remove',
          on: {
            click: this.sheet.twice('Sign it out?', async () => {
              await this.chat.api.removeDevice(device.device_id);
              await this.#look();
              this.list.querySelector('button')?.focus();
            }),
          },
        })));
  }

  #rename(id) {
    this.#renaming = id;
    this.render();
    this.list.querySelector('input')?.select();
  }

  #form(device) {
    const input = el('input', { name: 'device_name', maxlength: String(NAME), value: device.name ?? '', placeholder: device.platform || 'device', autocomplete: 'off', 'aria-label': 'Name of the device' });
    const done = () => {
      this.#renaming = null;
      this.render();
      this.list.querySelector(`[data-device="${CSS.escape(device.device_id)}"] button`)?.focus();
    };
    return el('li', { class: 'device' }, el('form', {
      class: 'link-field',
      on: {
        submit: this.sheet.attempt(async () => {
          await this.chat.api.renameDevice(device.device_id, input.value.trim() || null);
          if (device.device_id === this.chat.session.deviceId) this.chat.session.keep({ device_name: input.value.trim() || null });
          done();
          await this.#look();
        }),
        keydown: (event) => { if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); done(); } },
      },
    }, input, el('button', { type: 'submit', text: 'Save' })));
  }
}
