// A group as this device knows it: what changes it, what its events say, and who may do what. Pure functions over plain objects.
// The server decides; these rules only keep the page from offering what would be refused.

export function newGroup(groupId) {
  return { group_id: groupId, name: null, revision: 0, seen: 0, member_count: null, members: null, role: null, muted: false, former: false, stale: true };
}

/** The group after what REST said about it. An answer that was overtaken by an event counts for nothing. */
export function withAnswer(group, answer, members, me) {
  if (answer.revision < group.revision) return group;
  const mine = members?.find((member) => member.user_id === me);
  return {
    ...group, name: answer.name ?? group.name, revision: answer.revision,
    member_count: members?.length ?? answer.member_count ?? group.member_count,
    members: members?.map(({ user_id, role, muted, joined_at }) => ({ user_id, role, muted: muted ?? false, joined_at }))
      ?? (answer.revision === group.revision ? group.members : null),
    role: mine?.role ?? answer.role ?? group.role, muted: mine?.muted ?? answer.muted ?? group.muted,
    former: false, stale: members === null && (group.stale || answer.revision > group.revision),
  };
}

/** The group after one event of its stream. Where revisions are missing in between, it is to be asked for (`stale`). */
export function withEvent(group, event, me) {
  if (event.revision <= group.revision) return group;
  const next = { ...group, revision: event.revision, stale: group.stale || event.revision > group.revision + 1, members: group.members && [...group.members] };
  const users = event.user_ids ?? [];
  const each = (change) => {
    if (next.members) next.members = next.members.map((member) => (users.includes(member.user_id) ? change(member) : member));
  };
  switch (event.event) {
    case 'created': case 'renamed':
      next.name = event.name ?? next.name;
      if (event.event === 'created') next.role = event.actor_id === me ? 'owner' : 'member';
      break;
    case 'member_added':
      for (const user of users) {
        if (user === me) Object.assign(next, { former: false, role: event.role ?? 'member', muted: false, stale: true, members: null });
        else if (next.members && !next.members.some((member) => member.user_id === user)) {
          next.members.push({ user_id: user, role: event.role ?? 'member', muted: false, joined_at: event.timestamp });
        }
      }
      break;
    case 'member_removed': case 'member_left':
      next.members = next.members?.filter((member) => !users.includes(member.user_id)) ?? null;
      if (users.includes(me)) Object.assign(next, { former: true, role: null, members: null });
      break;
    case 'role_changed':
      // There is one owner: who hands a group over stays as an admin.
      if (event.role === 'owner') {
        if (next.members) next.members = next.members.map((member) => (member.role === 'owner' ? { ...member, role: 'admin' } : member));
        if (next.role === 'owner') next.role = 'admin';
      }
      each((member) => ({ ...member, role: event.role }));
      if (users.includes(me)) next.role = event.role;
      break;
    case 'member_muted': case 'member_unmuted':
      each((member) => ({ ...member, muted: event.event === 'member_muted' }));
      if (users.includes(me)) next.muted = event.event === 'member_muted';
      break;
    default: next.stale = true; // of a newer server
  }
  if (next.members) next.member_count = next.members.length;
  return next;
}

const list = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`);
const ROLE_WORDS = { owner: 'the owner', admin: 'an admin', member: 'a member without special rights' };

/** The line that stands in the conversation for an event. */
export function wordsOf(event, me, nameOf) {
  const actor = event.actor_id === me ? 'You' : nameOf(event.actor_id);
  const users = event.user_ids ?? [];
  const names = list(users.map((user) => (user === me ? 'you' : nameOf(user))));
  const Names = names.charAt(0).toUpperCase() + names.slice(1);
  const alone = users.length === 1 && users[0] === event.actor_id;
  const are = users.includes(me) || users.length > 1 ? 'are' : 'is';
  switch (event.event) {
    case 'created': return `${actor} created the group “${event.name}”${names ? ` with ${names}` : ''}`;
    case 'renamed': return `${actor} named the group “${event.name}”`;
    case 'member_added': return alone ? `${actor} joined by an invite link` : `${actor} added ${names}`;
    case 'member_removed': return `${actor} removed ${names}`;
    case 'member_left': return `${Names} left`;
    case 'role_changed': return `${actor} changed a role: ${names} ${are} now ${ROLE_WORDS[event.role] ?? event.role}`;
    case 'member_muted': return `${actor} muted ${names}`;
    case 'member_unmuted': return `${actor} unmuted ${names}`;
    default: return `${actor} changed the group`;
  }
}

export const mayManage = (group) => !group.former && (group.role === 'owner' || group.role === 'admin');

/** Why this person cannot write, or an empty string. */
export function silence(group) {
  if (group?.former) return 'You are not in this group any more.';
  if (group?.muted) return 'You are muted in this group.';
  return '';
}

/** What this person may do to a member: owners anything, admins to members only, nobody to himself. */
export function rightsOver(group, me, member) {
  const owner = group.role === 'owner' && !group.former;
  const other = member.user_id !== me;
  const over = other && (owner || (group.role === 'admin' && !group.former && member.role === 'member'));
  return {
    remove: over, mute: over && !member.muted, unmute: over && member.muted,
    promote: owner && other && member.role === 'member', demote: owner && other && member.role === 'admin', handOver: owner && other,
  };
}

const RANK = { owner: 0, admin: 1, member: 2 };

/** Owner, admins, members; by name within. */
export const inOrder = (members, nameOf) => [...members].sort(
  (a, b) => RANK[a.role] - RANK[b.role] || nameOf(a.user_id).localeCompare(nameOf(b.user_id)));

/** The token in an invite link's path, or null. */
export function inviteIn(pathname) {
  const match = /^\/g\/([^/]+)\/?$/.exec(pathname);
  if (!match) return null;
  try { return decodeURIComponent(match[1]); } catch { return null; }
}
