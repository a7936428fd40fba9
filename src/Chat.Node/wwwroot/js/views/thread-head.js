// The head of the open conversation: who it is with, and whether they are here, typing, or when they were last seen.
import { $, setText } from './dom.js';
import { avatar } from './icons.js';
import { lastSeenLabel } from '../rules/times.js';

export function renderHead(row, { people, presence, connection }) {
  const id = row.peer_id ?? row.group_id ?? row.conversation_id;
  const name = people.nameOf(id);
  setText($('peer-name'), name);
  const sign = `${id} ${name}`;
  if ($('peer-avatar').dataset.sign !== sign) {
    $('peer-avatar').dataset.sign = sign;
    $('peer-avatar').replaceChildren(avatar(id, name));
  }
  const known = row.peer_id && presence.of(row.peer_id);
  const handle = people.get(id)?.name;
  const away = connection.online ? (handle ? `@${handle}` : '') : 'waiting for the connection';
  const state = row.peer_id && presence.isTyping(row.peer_id) ? 'typing…'
    : known?.status === 'online' ? 'online'
      : known?.last_seen ? lastSeenLabel(known.last_seen, Date.now())
        : known ? 'offline' : row.group_id && connection.online ? 'group' : away;
  setText($('peer-state'), state);
  $('peer-state').dataset.state = state === 'typing…' ? 'typing' : known?.status ?? '';
}
