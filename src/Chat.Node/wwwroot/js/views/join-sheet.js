// What an invite link leads to: the group's name, how many are in it, and one button.
import { el } from './dom.js';
import { avatar } from './icons.js';

export function joinSheet({ chat, token, invitation, open }) {
  return {
    title: invitation.name,
    build: (sheet) => [
      el('div', { class: 'person' }, avatar(invitation.group_id, invitation.name),
        el('span', {}, el('b', { text: invitation.name }),
          el('small', { text: `${invitation.member_count} ${invitation.member_count === 1 ? 'member' : 'members'}` }))),
      el('p', { text: invitation.is_member ? 'You are in this group already.' : 'You are invited. The members will see your name, and what you write from now on.' }),
      el('button', {
        type: 'button', class: 'primary', autofocus: true, text: invitation.is_member ? 'Open the group' : 'Join the group',
        on: {
          click: sheet.attempt(async () => {
            const id = invitation.is_member ? await chat.conversationIn(invitation.group_id, Date.now()) : await chat.groups.join(token);
            sheet.close();
            await open(id);
          }),
        },
      }),
    ],
  };
}
