// Writing a message: the text, what it replies to, the draft that is kept per conversation, and typing.
import { $, setText } from './dom.js';
import { icon } from './icons.js';
import { silence } from '../rules/groups.js';

const bytes = (text) => new TextEncoder().encode(text).length;

export class Composer {
  #replyTo = null;
  #conversation = null;
  #draftTimer = 0;
  #silenced = false;

  constructor({ chat, walkThread }) {
    this.chat = chat;
    this.text = $('text');
    this.form = $('composer');
    this.touch = matchMedia('(pointer: coarse)');
    this.form.querySelector('.send').replaceChildren(icon('send'));
    $('replying-stop').replaceChildren(icon('close'));
    $('replying-stop').onclick = () => { this.reply(null); this.text.focus(); };
    this.form.onsubmit = (event) => { event.preventDefault(); this.#send(); };
    this.text.oninput = () => this.#typed();
    this.text.onblur = () => chat.presence.typed(null);
    this.text.onkeydown = (event) => {
      // On a phone Enter makes a new line and the button sends; while an input method composes, Enter belongs to it.
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !this.touch.matches) { event.preventDefault(); this.#send(); }
      if (event.key === 'ArrowUp' && this.text.value === '' && !event.altKey) { event.preventDefault(); walkThread(); }
    };
  }

  get replying() { return this.#replyTo !== null; }

  /** The conversation has changed: keep the draft of the one, show that of the other. */
  opened() {
    this.#saveDraft();
    const row = this.chat.openRow;
    this.#conversation = row?.conversation_id ?? null;
    this.text.value = row?.draft ?? '';
    this.reply(null);
    this.#grow();
    this.#note('');
  }

  render() {
    const row = this.chat.openRow;
    if (!row) return;
    const group = row.group_id && this.chat.groups.get(row.group_id);
    const refused = this.chat.outbox.list().some((item) => item.conversation_id === row.conversation_id && item.closed);
    const why = group && group.revision > 0 ? silence(group) : refused ? 'You cannot write here.' : '';
    this.text.disabled = this.form.querySelector('.send').disabled = Boolean(why);
    if (why) this.#note(why);
    else if (this.#silenced) this.#note('');
    this.#silenced = Boolean(why);
  }

  focus() { this.text.focus(); }

  reply(entry) {
    this.#replyTo = entry?.message_id ?? null;
    $('replying').hidden = !entry;
    if (!entry) return;
    setText($('replying-to'), entry.sender_id === this.chat.me ? 'You' : this.chat.people.nameOf(entry.sender_id));
    setText($('replying-text'), (entry.content || 'Attachment').slice(0, 200));
    this.text.focus();
  }

  #typed() {
    this.#grow();
    const limit = this.chat.connection.limits.content_bytes;
    const over = bytes(this.text.value) - limit;
    this.#note(over > 0 ? `Too long by ${over} bytes.` : '');
    this.chat.presence.typed(this.text.value.trim() ? this.chat.openRow?.peer_id ?? null : null);
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#saveDraft(), 400);
  }

  #saveDraft() {
    clearTimeout(this.#draftTimer);
    const id = this.#conversation;
    const draft = this.text.value;
    const row = id && this.chat.conversations.get(id);
    if (row && (row.draft ?? '') !== draft) this.chat.change(id, (now) => ({ ...now, draft })).catch(() => {});
  }

  async #send() {
    const content = this.text.value.trim();
    if (!content || bytes(content) > this.chat.connection.limits.content_bytes) return;
    const replyTo = this.#replyTo;
    this.text.value = '';
    this.reply(null);
    this.#grow();
    try {
      await this.chat.send(content, replyTo);
      this.#saveDraft();
    } catch (error) {
      // Not stored, so not promised: the words go back to where they were.
      this.text.value = content;
      this.#note(`This browser could not keep the message: ${error.message}`);
    }
  }

  #grow() {
    this.text.rows = Math.min(6, Math.max(1, this.text.value.split('\n').length));
  }

  #note(words) {
    $('composer-note').hidden = !words;
    setText($('composer-note'), words);
  }
}
