// Making a group: a name, some people, and one request that makes it once however often it has to be repeated.
import { el } from './dom.js';
import { PersonPicker } from './person-picker.js';
import { randomId } from '../rules/frames.js';

const NAME = 128;

export function newGroup({ chat, open }) {
  const picker = new PersonPicker({ chat });
  const request = randomId('r_'); // of this sheet: a second press after an answer that was lost makes no second group
  const name = el('input', { name: 'name', maxlength: String(NAME), autocomplete: 'off', autofocus: true, required: true });
  return {
    title: 'New group',
    build: (sheet) => [
      el('form', {
        on: {
          submit: sheet.attempt(async () => {
            if (!name.value.trim()) { name.focus(); throw new Error('Give the group a name first.'); }
            const id = await chat.groups.create(name.value.trim(), picker.chosen, request);
            sheet.close();
            await open(id);
          }),
        },
      },
      el('label', { class: 'field' }, el('span', { text: 'Name' }), name),
      el('div', { class: 'field' }, el('span', { text: 'People' }), picker.element),
      el('button', { type: 'submit', class: 'primary', text: 'Create group' })),
    ],
    render: () => picker.render(),
  };
}
