// The list of conversations with their unread counts, those in the archive folded away below, and the field that finds a person by exact handle.
import { $, el, keep, setText } from './dom.js';
import { avatar, icon, tick } from './icons.js';
import { invitation } from './share.js';
import { tickOf, totalUnread } from '../rules/conversations.js';
import { folded } from '../rules/listing.js';
import { listLabel } from '../rules/times.js';
import { wordsOf } from '../rules/groups.js';

export class ConversationList {
  constructor({ chat, open }) {
    Object.assign(this, { chat, open });
    this.list = $('conversations');
    this.archive = $('archive');
    this.archive.open = false;
    this.list.closest('nav').onkeydown = (event) => this.#walk(event);
    $('find').onsubmit = (event) => { event.preventDefault(); this.find($('find-handle').value); };
    $('find-handle').oninput = () => { $('find-result').hidden = true; };
    $('find').querySelector('button').replaceChildren(icon('find'));
    $('side-empty').replaceChildren(invitation(chat.session.account));
  }

  render() {
    const { chat } = this;
    const { shown, archived } = folded(chat.rows);
    $('side-empty').hidden = shown.length + archived.length > 0;
    keep(this.list, shown.map((row) => this.#entry(row)));
    this.archive.hidden = archived.length === 0;
    keep($('archived'), archived.map((row) => this.#entry(row)));
    this.#heading(archived);
  }

  /** What is in the archive, and whether something new came there: it stays folded, and says so. */
  #heading(archived) {
    const unread = totalUnread(archived, Date.now());
    const sign = `${archived.length} ${unread}`;
    const heading = this.archive.querySelector('summary');
    if (heading.dataset.sign === sign) return;
    heading.dataset.sign = sign;
    heading.replaceChildren(icon('archive', 18), el('span', { text: 'Archived' }), el('span', { class: 'count', text: String(archived.length) }), this.#badge(unread) || '');
  }

  #badge(unread, quiet = false) {
    return unread > 0 && el('span', { class: quiet ? 'badge quiet-badge' : 'badge', 'data-unread': unread, text: unread > 999 ? '999+' : String(unread) },
      el('span', { class: 'sr-only', text: ' unread' }));
  }

  #entry(row) {
    const { chat } = this;
    const id = row.peer_id ?? row.group_id ?? row.conversation_id;
    const name = chat.titleOf(row);
    const waiting = chat.outbox.list().filter((item) => item.conversation_id === row.conversation_id).sort((a, b) => a.turn - b.turn).pop();
    const last = waiting ?? row.last;
    const typing = row.peer_id && chat.presence.isTyping(row.peer_id);
    const open = row.conversation_id === chat.openId;
    const online = row.peer_id && chat.presence.of(row.peer_id)?.status === 'online';
    const draft = !open && row.draft ? row.draft : '';
    const mark = last && last.sender_id === chat.me && last.kind !== 'event' && !draft && !typing ? tickOf(last, row) : '';
    const words = typing ? 'typing…' : draft ? `Draft: ${draft}` : last ? this.#saying(row, last) : 'No messages yet';
    const muted = chat.listing.muted(row);
    const when = last ? listLabel(last.timestamp, Date.now()) : '';
    return {
      key: row.conversation_id,
      sign: JSON.stringify([name, words, when, mark, row.unread, muted, open, online]),
      make: () => el('li', {}, el('button', {
        type: 'button', class: 'row', 'aria-current': open ? 'true' : null, on: { click: () => this.open(row.conversation_id) },
      },
      this.#face(id, name, online),
      el('span', { class: 'row-top' }, el('b', { class: 'row-name', text: name }), el('time', { text: when })),
      el('span', { class: typing ? 'row-last typing' : 'row-last' }, mark && tick(mark), el('span', { class: 'row-words', text: words.slice(0, 120) }),
        muted && el('span', { class: 'muted', title: 'Muted' }, icon('muted', 16), el('span', { class: 'sr-only', text: 'muted ' })),
        this.#badge(row.unread, muted)))),
    };
  }

  /** The last thing said; in a group with who said it. */
  #saying(row, last) {
    const { me, people } = this.chat;
    if (last.kind === 'event') return wordsOf(last, me, (user) => people.nameOf(user));
    const words = last.content || (last.withheld ? 'On your other devices' : 'Attachment');
    return row.group_id ? `${last.sender_id === me ? 'You' : people.nameOf(last.sender_id)}: ${words}` : words;
  }

  #face(id, name, online) {
    const face = avatar(id, name);
    return el('span', { class: online ? 'face here' : 'face' }, face, online && el('span', { class: 'sr-only', text: 'online, ' }));
  }

  /** Finds a person by exact handle and opens the conversation with them. */
  async find(text) {
    const handle = text.trim().replace(/^@/, '');
    const result = $('find-result');
    const say = (words) => { result.hidden = false; setText(result, words); };
    if (!handle) return;
    if (handle === this.chat.session.account.name) { say('That is you. Send your link to somebody else.'); return; }
    say('Looking…');
    try {
      const [person] = await this.chat.api.find(handle);
      if (!person) { say(`Nobody here is called ${handle}. Handles are matched exactly.`); return; }
      if (person.user_id === this.chat.me) { say('That is you. Send your link to somebody else.'); return; }
      result.hidden = true;
      $('find-handle').value = '';
      this.open(await this.chat.conversationWith(person));
    } catch (error) {
      say(error.message);
    }
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey) return;
    const buttons = [...this.list.closest('nav').querySelectorAll('button, summary')].filter((one) => one.checkVisibility());
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  }

  /** Opens the conversation `step` places further down the list. */
  move(step) {
    const rows = folded(this.chat.rows).shown;
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.conversation_id === this.chat.openId);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : (at + step + rows.length) % rows.length;
    this.open(rows[next].conversation_id);
  }
}
