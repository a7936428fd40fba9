// Who has received and who has read one of my messages in a group.
import { el } from './dom.js';
import { avatar, tick } from './icons.js';

export function receiptsSheet({ chat, entry }) {
  const body = el('div', { class: 'receipts' }, el('p', { text: 'Asking the server…' }));
  const part = (kind, words, users) => users.length > 0 && el('section', {},
    el('h3', {}, tick(kind), ` ${words} (${users.length})`),
    el('ul', { class: 'people' }, ...users.map((user) => {
      const name = chat.people.nameOf(user);
      return el('li', {}, el('span', { class: 'person' }, avatar(user, name), el('b', { text: name })));
    })));
  return {
    title: 'Who has it',
    build: (sheet) => {
      chat.api.receipts(entry.group_id, entry.message_id).then(async ({ receipts }) => {
        await Promise.all(receipts.map(({ user_id: user }) => chat.people.learn(user)));
        const those = (test) => receipts.filter(test).map(({ user_id: user }) => user);
        body.replaceChildren(...[
          part('read', 'Read by', those((one) => one.read)),
          part('delivered', 'Delivered to', those((one) => one.delivered && !one.read)),
          part('sent', 'Not yet at', those((one) => !one.delivered && !one.read)),
        ].filter(Boolean));
        if (receipts.length === 0) body.replaceChildren(el('p', { text: 'There was nobody else in the group.' }));
      }).catch((error) => { body.replaceChildren(); sheet.say(error.message); });
      return [el('p', { class: 'receipts-text', text: entry.content || 'Attachment' }), body];
    },
  };
}
