// The one dialog for everything about groups: shown over the chat, closed by Escape, its button or a click beside it.
import { $, el, setText } from './dom.js';
import { icon } from './icons.js';

export class Sheet {
  #content = null;

  constructor() {
    this.dialog = $('sheet');
    this.dialog.onclick = (event) => { if (event.target === this.dialog) this.close(); };
    this.dialog.onclose = () => { this.#content = null; this.dialog.replaceChildren(); };
  }

  get isOpen() { return this.dialog.open; }

  close() { this.dialog.close(); }

  /**
   * @param content  what fills the sheet: `{ title(), build(sheet) → elements, render?() }`; render is called when something has changed
   */
  show(content) {
    this.#content = content;
    this.said = el('p', { class: 'form-error', role: 'alert', hidden: true });
    this.dialog.replaceChildren(
      el('header', { class: 'dialog-head' }, el('h2', { id: 'sheet-title', text: content.title }),
        el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => this.close() } }, icon('close'))),
      ...content.build(this), this.said);
    if (!this.dialog.open) this.dialog.showModal();
    this.render();
    const first = this.dialog.querySelector('[autofocus]');
    if (first && !matchMedia('(pointer: coarse)').matches) first.focus();
  }

  render() {
    if (this.dialog.open) this.#content?.render?.();
  }

  say(words) {
    this.said.hidden = !words;
    setText(this.said, words);
  }

  /** A listener that does something on the server: one at a time, and what went wrong is said in the sheet. */
  attempt(action) {
    return async (event) => {
      event.preventDefault();
      const target = event.currentTarget;
      const button = event.submitter ?? (target.matches('button') ? target : null);
      if (button?.disabled) return;
      if (button) button.disabled = true;
      this.say('');
      try { await action(target); } catch (error) { this.say(error.message); } finally { if (button) button.disabled = false; }
    };
  }

  /** The same for what cannot be taken back: the button asks first, and forgets that it has when it is left. */
  twice(question, action) {
    const really = this.attempt(action);
    return (event) => {
      const button = event.currentTarget;
      if (button.dataset.asked) { really(event); return; }
      const words = button.textContent;
      button.dataset.asked = 'yes';
      setText(button, question);
      button.addEventListener('blur', () => { delete button.dataset.asked; setText(button, words); }, { once: true });
    };
  }
}
