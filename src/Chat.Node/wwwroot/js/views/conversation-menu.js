// What may be set for the open conversation, on all devices of its person at once: mute it, or put it into the archive.
import { $, el } from './dom.js';
import { icon } from './icons.js';

const HOUR = 3_600_000;

export class ConversationMenu {
  constructor({ chat }) {
    this.chat = chat;
    this.button = $('conversation-more');
    this.menu = $('conversation-menu');
    this.button.replaceChildren(icon('more'));
    $('peer-muted').replaceChildren(icon('muted', 16), el('span', { class: 'sr-only', text: 'muted' }));
    this.button.onclick = () => this.#open();
    this.button.setAttribute('aria-expanded', 'false');
    this.menu.ontoggle = () => this.button.setAttribute('aria-expanded', String(this.isOpen));
    this.menu.onkeydown = (event) => this.#keys(event);
  }

  get isOpen() { return this.menu.matches(':popover-open'); }

  close() { this.menu.hidePopover(); }

  render() { this.button.hidden = this.chat.listing.present !== true || !this.chat.openRow; }

  #open() {
    if (this.isOpen) { this.close(); return; }
    const row = this.chat.openRow;
    if (!row) return;
    const items = [
      ...(this.chat.listing.muted(row)
        ? [['Unmute', () => ({ muted: false, muted_until: null })]]
        : [['Mute', () => ({ muted: true, muted_until: null })], ['Mute for 8 hours', () => ({ muted: true, muted_until: Date.now() + 8 * HOUR })]]),
      row.archived ? ['Take out of the archive', () => ({ archived: false })] : ['Archive', () => ({ archived: true })],
    ];
    this.menu.replaceChildren(...items.map(([text, change]) => el('button', {
      type: 'button', role: 'menuitem', tabindex: '-1', text, on: { click: () => this.#set(row.conversation_id, change()) },
    })), el('p', { class: 'menu-said', role: 'alert', hidden: true }));
    this.menu.showPopover();
    this.#items()[0].focus();
  }

  #items() { return [...this.menu.querySelectorAll('button')]; }

  async #set(id, change) {
    for (const item of this.#items()) item.disabled = true;
    try {
      await this.chat.listing.set(id, change);
      this.close();
      this.button.focus();
    } catch (error) {
      const said = this.menu.querySelector('.menu-said');
      said.hidden = false;
      said.textContent = error.message;
      for (const item of this.#items()) item.disabled = false;
      this.#items()[0].focus();
    }
  }

  #keys(event) {
    const items = this.#items();
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items.at(next % items.length)?.focus();
    } else if (event.key === 'Tab') this.close();
  }
}
