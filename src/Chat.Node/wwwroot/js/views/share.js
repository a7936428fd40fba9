// The invitation a newcomer sees instead of an empty page: their own "chat with me" link, ready to be copied.
import { el, copy } from './dom.js';

export const linkOf = (name) => `${location.origin}/u/${encodeURIComponent(name)}`;

export function linkField(name) {
  const input = el('input', { readonly: true, value: linkOf(name), 'aria-label': 'Your link', class: 'link', on: { focus: () => input.select() } });
  const button = el('button', {
    type: 'button', text: 'Copy',
    on: {
      click: async () => {
        await copy(input);
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, 2000);
      },
    },
  });
  return el('div', { class: 'link-field' }, input, button);
}

export function invitation(account) {
  return el('div', { class: 'invitation' },
    el('h2', { text: 'Nobody here yet.' }),
    el('p', { text: 'Send your link to somebody. Whoever opens it, in another window or on another phone, lands in a chat with you.' }),
    linkField(account.name),
    el('p', { class: 'aside', text: 'You know their handle? Find them with the field in the list.' }));
}

export function pickOne() {
  return el('div', { class: 'invitation' },
    el('h2', { text: 'Pick up where you left off.' }),
    el('p', { text: 'Choose a conversation from the list.' }),
    el('dl', { class: 'keys' },
      ...[['Alt + ↑ ↓', 'next, previous conversation'], ['Ctrl + K', 'find somebody'], ['Alt + G', 'new group'], ['Alt + I', 'about the group'], ['↑', 'from an empty message: walk the thread'],
        ['R', 'reply to the message'], ['Esc', 'step back'], ['Alt + W', 'watch the wire']]
        .flatMap(([keys, words]) => [el('dt', { text: keys }), el('dd', { text: words })])));
}
