// The signed-in screen as a whole: which pane a phone shows, browser history, keyboard shortcuts, and one render for all views.
import { $, once, paced } from './dom.js';
import { icon } from './icons.js';
import { invitation, pickOne } from './share.js';
import { ConversationList } from './conversation-list.js';
import { Thread } from './thread.js';
import { Composer } from './composer.js';
import { Status } from './status.js';
import { Notices } from './notices.js';
import { WireDrawer } from './wire-drawer.js';
import { Profile } from './profile.js';
import { ConversationMenu } from './conversation-menu.js';
import { DevicesSheet } from './devices-sheet.js';
import { Sheet } from './sheet.js';
import { GroupSheet } from './group-sheet.js';
import { newGroup } from './new-group.js';
import { joinSheet } from './join-sheet.js';
import { receiptsSheet } from './receipts-sheet.js';

export class Screen {
  #ended = new AbortController();
  #placeholder = '';

  constructor({ chat, actions }) {
    this.chat = chat;
    const open = (id) => this.open(id);
    const changed = once(() => this.render());
    this.sheet = new Sheet();
    this.composer = new Composer({ chat, walkThread: () => this.thread.walk() });
    this.thread = new Thread({
      chat, changed, reply: (entry) => this.composer.reply(entry), info: (entry) => this.sheet.show(receiptsSheet({ chat, entry })), focusComposer: () => this.composer.focus(),
    });
    this.list = new ConversationList({ chat, open });
    this.wire = new WireDrawer({ chat });
    this.menu = new ConversationMenu({ chat });
    this.profile = new Profile({ chat, actions, devices: () => this.sheet.show(new DevicesSheet({ chat })) });
    this.status = new Status({ chat, actions: { ...actions, release: () => { $('wire-hold').checked = false; chat.connection.holdDown(false); } } });
    this.notices = new Notices({ chat, open });
    this.views = [this.list, this.thread, this.composer, this.wire, this.profile, this.menu, this.status, this.notices, this.sheet];

    const { signal } = this.#ended;
    chat.addEventListener('change', changed, { signal });
    chat.addEventListener('opened', () => this.composer.opened(), { signal });
    chat.wire.addEventListener('entry', paced(() => this.wire.render(), 100), { signal });
    addEventListener('popstate', ({ state }) => this.#show(state?.conversation ?? null), { signal });
    addEventListener('keydown', (event) => this.#keys(event), { signal });
    this.clock = setInterval(changed, 30_000); // "last seen 3 min ago" and "Today" grow old by themselves
    $('back').replaceChildren(icon('back'));
    $('back').onclick = () => this.back();
    $('new-group').replaceChildren(icon('group'));
    $('new-group').onclick = () => this.newGroup();
    $('group-info').replaceChildren(icon('info'));
    $('group-info').onclick = () => this.groupInfo();
    $('app').hidden = false;
    this.render();
  }

  end() {
    this.#ended.abort();
    clearInterval(this.clock);
    $('app').hidden = true;
    $('profile').close();
    $('sheet').close();
    this.menu.close();
    $('conversations').replaceChildren();
    $('archived').replaceChildren();
    $('thread').replaceChildren();
    $('wire-frames').replaceChildren();
    $('toasts').replaceChildren();
  }

  render() {
    const { chat } = this;
    const open = chat.openRow !== null;
    $('app').dataset.pane = open ? 'chat' : 'list';
    $('conversation').hidden = !open;
    $('nothing-open').hidden = open;
    const placeholder = chat.rows.length === 0 ? 'invitation' : 'pick';
    if (placeholder !== this.#placeholder) {
      this.#placeholder = placeholder;
      $('nothing-open').replaceChildren(placeholder === 'pick' ? pickOne() : invitation(chat.session.account));
    }
    for (const view of this.views) view.render();
  }

  /** Opens a conversation as a step in the browser's history, so that "back" on a phone leads to the list. */
  async open(id) {
    const state = { conversation: id };
    if (history.state?.conversation) history.replaceState(state, '', '/'); else history.pushState(state, '', '/');
    await this.#show(id);
    if (!matchMedia('(pointer: coarse)').matches) this.composer.focus(); // on a phone the keyboard would cover what was opened
  }

  newGroup() { this.sheet.show(newGroup({ chat: this.chat, open: (id) => this.open(id) })); }

  groupInfo() {
    const id = this.chat.openRow?.group_id;
    if (id) this.sheet.show(new GroupSheet({ chat: this.chat, id }));
  }

  /** What an invite link leads to, once this window is somebody. */
  async invited(token) {
    try {
      const invitation = await this.chat.api.invitation(token);
      this.sheet.show(joinSheet({ chat: this.chat, token, invitation, open: (id) => this.open(id) }));
    } catch (error) {
      this.sheet.show({ title: 'This link does not lead anywhere', build: () => [] });
      this.sheet.say(error.message);
    }
  }

  back() {
    if (history.state?.conversation) history.back(); else this.#show(null);
  }

  /** Goes back to the conversation that was open before a reload. */
  async resume() {
    if (history.state?.conversation) await this.#show(history.state.conversation);
  }

  async #show(id) {
    const from = this.chat.openId;
    await this.chat.open(this.chat.conversations.has(id) ? id : null);
    this.render();
    if (!id && from) [...document.querySelectorAll('.list li')].find((row) => row.dataset.key === from)?.querySelector('button')?.focus();
  }

  #keys(event) {
    if ($('profile').open || this.sheet.isOpen || this.menu.isOpen || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === 'k') {
      event.preventDefault();
      $('find-handle').focus();
    } else if (event.altKey && (key === 'arrowdown' || key === 'arrowup')) {
      event.preventDefault();
      this.list.move(key === 'arrowdown' ? 1 : -1);
    } else if (event.altKey && key === 'w') {
      event.preventDefault();
      this.wire.toggle();
    } else if (event.altKey && key === 'g') {
      event.preventDefault();
      this.newGroup();
    } else if (event.altKey && key === 'i') {
      event.preventDefault();
      this.groupInfo();
    } else if (event.key === 'Escape' && !event.isComposing) this.#escape(event);
  }

  #escape(event) {
    if (event.target.closest('#wire')) this.wire.toggle(false);
    else if (this.composer.replying) this.composer.reply(null);
    else if (event.target.closest('.message')) this.composer.focus();
    else if (this.chat.openId && event.target.id !== 'find-handle') this.back();
  }
}
