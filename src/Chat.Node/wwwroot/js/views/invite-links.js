// Invite links of a group: making one, handing it on, and seeing how often each was used.
import { el, copy } from './dom.js';
import { dayLabel } from '../rules/times.js';

const WEEK = 7 * 24 * 3600;

export class InviteLinks {
  constructor({ chat, sheet, id }) {
    Object.assign(this, { chat, sheet, id });
    this.list = el('ul', { class: 'invites', 'aria-label': 'Invite links' });
    this.element = el('details', { on: { toggle: () => { if (this.element.open) this.#show(); } } }, el('summary', { text: 'Invite links' }),
      el('p', { class: 'aside', text: 'Whoever opens such a link, signed in here, joins the group.' }), this.list,
      el('button', { type: 'button', text: 'New link', on: { click: sheet.attempt(() => this.#make()) } }));
  }

  async #make() {
    const made = await this.chat.api.createInvite(this.id, { expires_in: WEEK });
    await this.#show(made);
  }

  /** The link itself is told once, to whoever makes it. */
  async #show(made = null) {
    try {
      const invites = await this.chat.api.invites(this.id);
      this.list.replaceChildren(...invites.map((invite) => this.#invite(invite, invite.invite === made?.invite ? made.url : invite.url)));
    } catch (error) {
      this.sheet.say(error.message);
    }
  }

  #invite(invite, url) {
    const now = Date.now();
    const facts = [
      `used ${invite.uses}${invite.max_uses ? ` of ${invite.max_uses}` : ''} times`,
      invite.expires_at ? `until ${dayLabel(invite.expires_at, now)}` : 'without end', `by ${invite.created_by === this.chat.me ? 'you' : this.chat.people.nameOf(invite.created_by)}`,
    ];
    const revoke = el('button', {
      type: 'button', text: 'Revoke', on: { click: this.sheet.attempt(() => this.chat.api.revokeInvite(this.id, invite.invite).then(() => this.#show())) },
    });
    if (!url) return el('li', {}, el('small', { text: facts.join(' · ') }), revoke);
    const input = el('input', { readonly: true, value: url, 'aria-label': 'Invite link', class: 'link', on: { focus: () => input.select() } });
    const button = el('button', { type: 'button', text: 'Copy', on: { click: async () => { await copy(input); button.textContent = 'Copied'; } } });
    return el('li', {}, el('div', { class: 'link-field' }, input, button), el('small', { text: facts.join(' · ') }), revoke);
  }
}
