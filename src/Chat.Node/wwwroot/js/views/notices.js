// Telling about messages that arrive where nobody looks: the count in the title, and a note in the page that leads there.
import { $, el } from './dom.js';
import { avatar } from './icons.js';

const STAYS = 6000;

export class Notices {
  constructor({ chat, open }) {
    Object.assign(this, { chat, open });
    $('toasts').replaceChildren();
    chat.addEventListener('arrived', ({ detail }) => this.#arrived(detail));
  }

  render() {
    const { unread, openId } = this.chat;
    if (document.visibilityState === 'visible') this.#clear(openId);
    document.title = unread > 0 ? `(${unread}) Chat.Akka` : 'Chat.Akka';
  }

  #clear(conversation) {
    for (const toast of $('toasts').querySelectorAll('.toast')) if (toast.dataset.conversation === conversation) toast.remove();
  }

  async #arrived(message) {
    const { chat } = this;
    const row = chat.conversations.get(message.conversation_id);
    if (message.conversation_id === chat.openId && document.visibilityState === 'visible') return;
    if (row && (row.archived || chat.listing.muted(row))) return; // set aside on purpose: the count in the list is enough
    if (row?.read_up_to >= message.message_id || !chat.caughtUp) return; // an absence comes back as counts, not as a storm of notes
    const id = message.group_id ?? message.sender_id;
    await chat.people.learn(message.sender_id);
    if (chat.conversations.get(message.conversation_id)?.read_up_to >= message.message_id) return; // opened meanwhile
    const name = chat.titleOf(row);
    const words = `${message.group_id ? `${chat.people.nameOf(message.sender_id)}: ` : ''}${message.content || 'Attachment'}`;
    const key = message.conversation_id;
    this.#clear(key);
    const toast = el('button', {
      type: 'button', class: 'toast', 'data-conversation': key,
      on: { click: () => { toast.remove(); this.open(key); } },
    }, avatar(id, name), el('span', {}, el('b', { text: name }), el('span', { text: words.slice(0, 120) })));
    $('toasts').append(toast);
    while ($('toasts').children.length > 3) $('toasts').firstElementChild.remove();
    setTimeout(() => toast.remove(), STAYS);
  }
}
