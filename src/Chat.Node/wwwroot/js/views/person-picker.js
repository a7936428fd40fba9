// Choosing people for a group: those one has talked to are offered, others are found by exact handle.
import { el, keep, setText } from './dom.js';
import { avatar } from './icons.js';

export class PersonPicker {
  #chosen = new Set();

  /** @param without  () => ids of people who are not to be offered: those who are in the group */
  constructor({ chat, without = () => [], label = 'Add by exact handle' }) {
    Object.assign(this, { chat, without });
    this.found = []; // found by handle here, beside those known from conversations
    this.input = el('input', {
      type: 'search', 'aria-label': label, placeholder: label, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: '64',
      on: { keydown: (event) => { if (event.key === 'Enter' && this.input.value.trim()) { event.preventDefault(); this.#find(); } } },
    });
    this.result = el('p', { class: 'find-result', role: 'status', hidden: true });
    this.list = el('ul', { class: 'people' });
    this.element = el('div', { class: 'picker' },
      el('div', { class: 'link-field' }, this.input, el('button', { type: 'button', text: 'Find', on: { click: () => this.#find() } })),
      this.result, this.list);
  }

  get chosen() { return [...this.#chosen]; }

  clear() { this.#chosen.clear(); this.render(); }

  render() {
    const { chat } = this;
    const there = new Set([chat.me, ...this.without()]);
    const ids = [...new Set([...this.found, ...chat.rows.map((row) => row.peer_id)])].filter((id) => id && !there.has(id));
    keep(this.list, ids.map((id) => ({
      key: id, sign: `${chat.people.nameOf(id)} ${this.#chosen.has(id)}`, make: () => this.#person(id),
    })));
  }

  #person(id) {
    const name = this.chat.people.nameOf(id);
    const handle = this.chat.people.get(id)?.name;
    const box = el('input', {
      type: 'checkbox', checked: this.#chosen.has(id), value: id,
      on: { change: () => { if (box.checked) this.#chosen.add(id); else this.#chosen.delete(id); } },
    });
    return el('li', {}, el('label', { class: 'person' }, avatar(id, name),
      el('span', {}, el('b', { text: name }), handle && el('small', { text: `@${handle}` })), box));
  }

  async #find() {
    const handle = this.input.value.trim().replace(/^@/, '');
    if (!handle) return;
    this.#say('Looking…');
    try {
      const [person] = await this.chat.api.find(handle);
      if (!person) { this.#say(`Nobody here is called ${handle}. Handles are matched exactly.`); return; }
      if (person.user_id === this.chat.me || this.without().includes(person.user_id)) { this.#say(`${handle} is in already.`); return; }
      this.chat.people.remember({ user_id: person.user_id, name: person.name, display_name: person.display_name });
      this.found = [person.user_id, ...this.found];
      this.#chosen.add(person.user_id);
      this.input.value = '';
      this.#say('');
      this.render();
    } catch (error) {
      this.#say(error.message);
    }
  }

  #say(words) {
    this.result.hidden = !words;
    setText(this.result, words);
  }
}
