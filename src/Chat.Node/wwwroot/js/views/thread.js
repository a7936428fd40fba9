// The messages of the open conversation, with days, quotes and ticks, and the keys that walk them.
import { $, el, keep, setText } from './dom.js';
import { hueOf, icon, tick } from './icons.js';
import { renderHead } from './thread-head.js';
import { tickOf } from '../rules/conversations.js';
import { gapBefore, gapWords } from '../rules/history.js';
import { wordsOf } from '../rules/groups.js';
import { dayLabel, dayOf, timeLabel } from '../rules/times.js';
import { pieces, safeAddress } from '../rules/links.js';

const NEAR = 160;       // pixels from the top: what is above is fetched before it is reached
const RUN = 5 * 60_000; // messages of one person within this time stand together

export class Thread {
  #quotes = new Map();
  #shown = null;
  #newest = null;
  #oldest = undefined;
  #wanted = false; // the beginning was reached while a page was on its way

  constructor({ chat, reply, info, focusComposer, changed }) {
    Object.assign(this, { chat, reply, info, focusComposer, changed });
    this.scroller = $('scroller');
    this.list = $('thread');
    $('earlier').onclick = () => this.#earlier();
    $('jump').replaceChildren(icon('in', 18), 'New messages');
    $('jump').onclick = () => this.toEnd();
    this.scroller.onscroll = () => {
      if (this.#atEnd()) $('jump').hidden = true;
      else if (this.scroller.scrollTop < NEAR) {
        if (chat.opened.loading) this.#wanted = true;
        else if (chat.opened.hasEarlier) this.#earlier();
      }
    };
    this.list.onkeydown = (event) => this.#keys(event);
  }

  render() {
    const { chat } = this;
    const row = chat.openRow;
    if (!row) { this.#shown = null; return; }
    renderHead(row, chat);
    const changed = this.#shown !== row.conversation_id;
    const stay = !changed && !this.#atEnd();
    const entries = chat.thread;
    $('earlier').hidden = !chat.opened.hasEarlier && !chat.opened.loading;
    setText($('earlier'), chat.opened.loading ? 'Looking for earlier messages…' : 'Show earlier messages');
    if (changed) this.list.replaceChildren();
    // A whole thread that is put in place at once, or its older part, is not news to be read out.
    const older = entries[0]?.message_id !== this.#oldest;
    this.#oldest = entries[0]?.message_id;
    this.scroller.setAttribute('aria-live', changed || older ? 'off' : 'polite');
    keep(this.list, this.#rows(entries, row));
    this.#shown = row.conversation_id;
    const last = entries[entries.length - 1];
    const newest = last && (last.client_message_id ?? last.message_id);
    const grew = newest !== this.#newest;
    this.#newest = newest;
    if (!stay || (grew && last?.sender_id === chat.me && last.kind !== 'event')) this.toEnd();
    else if (grew) $('jump').hidden = false;
    if (changed) this.#wanted = false;
    else if (this.#wanted && !chat.opened.loading) {
      this.#wanted = false;
      if (this.scroller.scrollTop < NEAR && chat.opened.hasEarlier) this.#earlier();
    }
  }

  #rows(entries, row) {
    const rows = [];
    const now = Date.now();
    let before = null;
    let day = '';
    let divided = this.chat.opened.newSince === null;
    const gapped = row.gap && gapBefore(row.gap, entries, this.chat.opened.hasEarlier);
    if (entries.length === 0 && !this.chat.opened.loading) rows.push(this.#line('first', 'hint', this.#nothingHere(row)));
    for (const entry of entries) {
      if (entry === gapped) {
        rows.push(this.#line('gap', 'gap', gapWords(row.gap)));
        before = null;
      }
      // The order is that of the ids; where a clock stepped back, the day has been announced already.
      const newDay = dayOf(entry.timestamp) > day;
      if (newDay) {
        day = dayOf(entry.timestamp);
        rows.push(this.#line(`day ${day}`, 'day', dayLabel(entry.timestamp, now)));
      }
      if (entry.kind === 'event') {
        rows.push(this.#line(entry.message_id, 'event', wordsOf(entry, this.chat.me, (user) => this.chat.people.nameOf(user))));
        before = null;
        continue;
      }
      if (!divided && entry.sender_id !== this.chat.me && entry.message_id > this.chat.opened.newSince) {
        divided = true;
        rows.push(this.#line('new', 'new', 'New'));
      }
      const follows = !newDay && before !== null && before.sender_id === entry.sender_id && entry.timestamp - before.timestamp < RUN;
      rows.push(this.#message(entry, row, follows));
      before = entry;
    }
    return rows;
  }

  #nothingHere(row) {
    if (row.last) return 'What was said before is on your other devices.';
    return row.group_id ? 'Say hello to everybody.' : 'Say hello. It waits here until the other side has it.';
  }

  #line(key, kind, text) {
    return { key, sign: text, make: () => el('li', { class: `line ${kind}` }, el('span', { text })) };
  }

  #message(entry, row, follows) {
    const mine = entry.sender_id === this.chat.me;
    const mark = mine ? tickOf(entry, row) : '';
    const quote = entry.reply_to ? this.#quote(entry.reply_to) : null;
    const author = row.group_id && !mine && !follows ? this.chat.people.nameOf(entry.sender_id) : '';
    return {
      // An own message keeps its element when its ack gives it an id.
      key: mine && entry.client_message_id ? entry.client_message_id : entry.message_id,
      sign: JSON.stringify([entry.message_id, mark, follows, quote, author, entry.error, entry.timestamp]),
      make: () => {
        const text = el('p', { class: 'text', dir: 'auto' });
        for (const piece of pieces(entry.content)) text.append(piece.href ? this.#link(piece.href, piece.text) : piece.text);
        const media = entry.media_url && safeAddress(entry.media_url, location.origin);
        return el('li', {
          class: `message ${mine ? 'mine' : 'theirs'}${follows ? ' follows' : ''}${mark === 'failed' ? ' failed' : ''}`,
          tabindex: '-1', 'data-message': entry.message_id ?? '', 'data-client': entry.client_message_id ?? '',
        },
        el('div', { class: 'bubble' },
          author && el('b', { class: `author ${hueOf(entry.sender_id)}`, text: author }),
          quote && el('button', { type: 'button', class: 'quote', on: { click: () => this.#goTo(entry.reply_to) } },
            el('b', { text: quote.author }), el('span', { text: quote.text })),
          entry.content && text,
          media && el('p', { class: 'media' }, this.#link(media, 'Attachment')),
          el('span', { class: 'meta' },
            el('time', { datetime: new Date(entry.timestamp).toISOString(), text: timeLabel(entry.timestamp) }), mark && tick(mark))),
        entry.message_id && el('button', {
          type: 'button', class: 'reply icon-button', tabindex: '-1', 'aria-label': 'Reply', title: 'Reply (R)', on: { click: () => this.reply(entry) },
        }, icon('reply', 18)),
        mine && row.group_id && entry.message_id && el('button', {
          type: 'button', class: 'reply info icon-button', tabindex: '-1', 'aria-label': 'Who has it', title: 'Who has it (I)', on: { click: () => this.info(entry) },
        }, icon('info', 18)),
        mark === 'failed' && el('p', { class: 'trouble', role: 'alert' }, entry.error ?? 'Not sent.',
          el('button', { type: 'button', text: 'Try again', on: { click: () => this.chat.outbox.retry(entry.client_message_id) } }),
          el('button', { type: 'button', text: 'Remove', on: { click: () => this.chat.outbox.discard(entry.client_message_id) } })));
      },
    };
  }

  #link(href, text) { return el('a', { href, text, target: '_blank', rel: 'noopener noreferrer nofollow' }); }

  /** What a reply answers: from the thread, else from the store, else nothing this device holds. */
  #quote(id) {
    const found = this.chat.opened.messages.find((message) => message.message_id === id) ?? this.#quotes.get(id);
    if (found === undefined) {
      this.#quotes.set(id, null);
      this.chat.store.message(id).then((message) => { if (message) { this.#quotes.set(id, message); this.changed(); } });
    }
    if (!found) return { author: 'Reply', text: 'to a message this device does not hold' };
    const author = found.sender_id === this.chat.me ? 'You' : this.chat.people.nameOf(found.sender_id);
    const text = found.content || 'Attachment';
    return { author, text: text.length > 140 ? `${text.slice(0, 140)}…` : text };
  }

  #goTo(id) {
    const target = this.list.querySelector(`[data-message="${CSS.escape(id)}"]`);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  }

  async #earlier() {
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    await this.chat.opened.earlier();
    queueMicrotask(() => { this.scroller.scrollTop = this.scroller.scrollHeight - below; });
  }

  #atEnd() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 80; }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    $('jump').hidden = true;
  }

  /** Puts the focus on the newest message, from where the arrow keys walk the thread. */
  walk() { [...this.list.querySelectorAll('.message')].pop()?.focus(); }

  #keys(event) {
    const at = event.target.closest('.message');
    if (!at || event.altKey || event.ctrlKey || event.metaKey || event.target.closest('button, a')) return;
    const all = [...this.list.querySelectorAll('.message')];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = all[all.indexOf(at) + step];
      if (next) next.focus(); else if (step > 0) this.focusComposer();
    } else if (event.key === 'r' || event.key === 'R' || event.key === 'Enter') {
      event.preventDefault();
      at.querySelector('.reply')?.click();
    } else if (event.key === 'i' || event.key === 'I') {
      event.preventDefault();
      at.querySelector('.info')?.click();
    }
  }
}
