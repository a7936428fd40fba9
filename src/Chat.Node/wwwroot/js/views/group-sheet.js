// A group seen from inside: its name, its members and what may be done to each, invite links, and the way out.
import { el, keep } from './dom.js';
import { avatar } from './icons.js';
import { InviteLinks } from './invite-links.js';
import { PersonPicker } from './person-picker.js';
import { inOrder, mayManage, rightsOver } from '../rules/groups.js';

const ROLES = { owner: 'Owner', admin: 'Admin', member: '' };

export class GroupSheet {
  constructor({ chat, id }) {
    Object.assign(this, { chat, id });
    chat.groups.learn(id);
  }

  get group() { return this.chat.groups.get(this.id); }

  get title() { return this.chat.groups.nameOf(this.id); }

  build(sheet) {
    this.sheet = sheet;
    this.members = el('ul', { class: 'people', 'aria-label': 'Members' });
    this.count = el('h3', {});
    this.name = el('input', { name: 'name', maxlength: '128', value: this.title, 'aria-label': 'Name of the group' });
    this.rename = el('form', { class: 'link-field', on: { submit: this.#does((api) => api.renameGroup(this.id, this.name.value.trim())) } },
      this.name, el('button', { type: 'submit', text: 'Rename' }));
    this.picker = new PersonPicker({ chat: this.chat, without: () => (this.group?.members ?? []).map((member) => member.user_id) });
    this.add = el('details', {}, el('summary', { text: 'Add people' }),
      el('form', { on: { submit: this.#does((api) => this.#addChosen(api)) } }, this.picker.element, el('button', { type: 'submit', text: 'Add' })));
    this.links = new InviteLinks({ chat: this.chat, sheet, id: this.id });
    this.leave = el('footer', { class: 'dialog-foot' }, el('button', {
      type: 'button', class: 'danger', text: 'Leave the group',
      on: { click: sheet.twice('Leave, and receive nothing more?', () => this.chat.groups.change(this.id, (api) => api.leaveGroup(this.id)).then(() => sheet.close())) },
    }));
    return [this.rename, this.count, this.members, this.add, this.links.element, this.leave];
  }

  /** An action on the server, after which the group is looked at again. */
  #does(action) { return this.sheet.attempt(() => this.chat.groups.change(this.id, action)); }

  async #addChosen(api) {
    for (const user of this.picker.chosen) await api.setMember(this.id, user, {});
    this.picker.clear();
    this.add.open = false;
  }

  render() {
    const { group, chat } = this;
    const manages = Boolean(group && mayManage(group));
    this.rename.hidden = this.add.hidden = !manages;
    this.links.element.hidden = !manages;
    this.leave.hidden = !group || group.former;
    const heading = this.sheet.dialog.querySelector('#sheet-title');
    if (heading.textContent !== this.title) { heading.textContent = this.title; this.name.value = this.title; }
    const members = group?.members;
    this.count.textContent = group?.former ? 'You are not in this group any more.' : members ? `${members.length} ${members.length === 1 ? 'member' : 'members'}` : 'Asking the server…';
    const nameOf = (user) => chat.people.nameOf(user);
    keep(this.members, inOrder(members ?? [], nameOf).map((member) => ({
      key: member.user_id, sign: JSON.stringify([member.role, member.muted, nameOf(member.user_id), group.role]), make: () => this.#member(group, member),
    })));
    this.picker.render();
  }

  #member(group, member) {
    const { chat, id } = this;
    const user = member.user_id;
    const name = chat.people.nameOf(user);
    const own = user === chat.me;
    const may = rightsOver(group, chat.me, member);
    const set = (change) => this.#does((api) => api.setMember(id, user, change));
    const actions = [
      may.promote && ['Make admin', set({ role: 'admin' })],
      may.demote && ['No longer admin', set({ role: 'member' })],
      may.mute && ['Mute', set({ muted: true })],
      may.unmute && ['Unmute', set({ muted: false })],
      may.handOver && ['Make owner', this.sheet.twice('Hand the group over?', () => chat.groups.change(id, (api) => api.setMember(id, user, { role: 'owner' })))],
      may.remove && ['Remove', this.sheet.twice(`Remove ${name}?`, () => chat.groups.change(id, (api) => api.removeMember(id, user)))],
    ].filter(Boolean);
    const words = [own ? 'you' : '', ROLES[member.role], member.muted ? 'muted' : ''].filter(Boolean).join(' · ');
    return el('li', { class: 'member', 'data-user': user },
      el('span', { class: 'person' }, avatar(user, name), el('span', {}, el('b', { text: name }), words && el('small', { text: words }))),
      actions.length > 0 && el('details', { class: 'actions' }, el('summary', { 'aria-label': `What to do with ${name}`, text: 'Manage' }),
        el('div', { class: 'action-row' }, ...actions.map(([text, click]) => el('button', { type: 'button', text, on: { click } })))));
  }
}
