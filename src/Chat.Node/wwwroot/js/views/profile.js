// The person's own corner: name, link, password, history, the way to the devices and to being one more, and the ways out.
import { $, el, setText } from './dom.js';
import { avatar, icon } from './icons.js';
import { linkField } from './share.js';
import { addressOfAnother } from '../rules/links.js';

export class Profile {
  /** @param actions  `{ signOut, wipe }`; @param devices  opens the sheet with the devices */
  constructor({ chat, actions, devices }) {
    Object.assign(this, { chat, actions, devices });
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
      this.#history(say),
      el('div', { class: 'button-row' },
        el('button', { type: 'button', 'aria-haspopup': 'dialog', text: 'Your devices…', on: { click: () => { this.dialog.close(); this.devices(); } } }),
        // Without an opener the new window shares no session with this one, so that it is nobody until it has signed in.
        el('a', { class: 'button', href: addressOfAnother(account.name), target: '_blank', rel: 'noopener', text: 'Open as another device' })),
      said,
      el('footer', { class: 'dialog-foot' },
        el('button', { type: 'button', text: 'Sign out', on: { click: attempt(() => this.actions.signOut()) } }),
        el('button', { type: 'button', class: 'danger', text: 'Sign out and remove messages', on: { click: attempt((button) => this.#wipe(button)) } })));
    if (!this.dialog.open) this.dialog.showModal();
  }

  /** Asked twice: the server has cleared what this device has stored, so here is the only copy. */
  #wipe(button) {
    if (button.dataset.asked) return this.actions.wipe();
    button.dataset.asked = 'yes';
    setText(button, 'Remove every message on this device?');
    return undefined;
  }

  /** The switch for the history on the server; nothing where the server keeps none. */
  #history(say) {
    const { history } = this.chat;
    if (history.keeps === null) return null;
    const box = el('input', {
      type: 'checkbox', role: 'switch', checked: history.keeps, 'aria-describedby': 'history-words',
      on: {
        change: async () => {
          box.disabled = true;
          say('');
          try { await history.keep(box.checked); } catch (error) { say(error.message); }
          box.checked = history.keeps ?? false;
          box.disabled = false;
          box.focus();
        },
      },
    });
    return el('label', { class: 'switch' }, el('b', { text: 'Keep my history on this server' }), box,
      el('small', { id: 'history-words', text: 'From now on the server keeps your messages, where whoever runs it could read them, so that a new device can show them; '
        + 'switched off, it erases what it kept of your one-to-one conversations.' }));
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
}
