// The head of the open conversation: who it is with, and whether they are here, typing, or when they were last seen; or who is in it.
import { $, setText } from './dom.js';
import { avatar } from './icons.js';
import { lastSeenLabel } from '../rules/times.js';
import { inOrder } from '../rules/groups.js';

export function renderHead(row, chat) {
  const id = row.peer_id ?? row.group_id ?? row.conversation_id;
  const name = chat.titleOf(row);
  setText($('peer-name'), name);
  const sign = `${id} ${name}`;
  if ($('peer-avatar').dataset.sign !== sign) {
    $('peer-avatar').dataset.sign = sign;
    $('peer-avatar').replaceChildren(avatar(id, name));
  }
  $('group-info').hidden = !row.group_id;
  $('peer-muted').hidden = !chat.listing.muted(row);
  const [state, kind] = row.group_id ? [membersOf(row, chat), 'group'] : stateOf(row, chat);
  setText($('peer-state'), state);
  $('peer-state').dataset.state = kind;
}

function stateOf(row, { people, presence, connection }) {
  const known = row.peer_id && presence.of(row.peer_id);
  if (row.peer_id && presence.isTyping(row.peer_id)) return ['typing…', 'typing'];
  if (known?.status === 'online') return ['online', 'online'];
  if (known?.last_seen) return [lastSeenLabel(known.last_seen, Date.now()), 'offline'];
  if (known) return ['offline', 'offline'];
  const handle = people.get(row.peer_id)?.name;
  return [connection.online ? (handle ? `@${handle}` : '') : 'waiting for the connection', ''];
}

function membersOf(row, { groups, people, me }) {
  const group = groups.get(row.group_id);
  if (group?.former) return 'You are not in this group any more';
  if (!group?.members) return group?.member_count ? `${group.member_count} members` : 'group';
  const names = inOrder(group.members, (user) => people.nameOf(user)).map(({ user_id: user }) => (user === me ? 'You' : people.nameOf(user)));
  return names.join(', ');
}
