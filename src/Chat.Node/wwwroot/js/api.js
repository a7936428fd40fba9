// The REST side of the server: accounts, tokens, people, devices, conversations, groups. Errors are RFC 9457 problem details with our `code`.

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? null;
    this.field = problem.field ?? null;
    this.retryAfter = problem.retry_after_ms ?? null;
  }
}

/** The server could not be reached at all: nothing is known about what was asked. */
export class Unreachable extends Error {
  constructor() { super('The server cannot be reached right now.'); }
}

/** Whether an error says that this server is older than the page and does not know what was asked for. */
export const unknownThere = (error) => error instanceof ApiError
  && (error.status === 405 || (error.status === 404 && (error.code === null || error.code === 'unknown_type')));

const conversation = (id) => `/api/conversations/${encodeURIComponent(id)}`;
const group = (id) => `/api/groups/${encodeURIComponent(id)}`;

export class Api {
  /** @param bearer  () => token or null, asked before every call, so that a refreshed token is used at once */
  constructor(bearer = () => null) { this.bearer = bearer; }

  async #call(method, path, body) {
    const headers = { Accept: 'application/json' };
    const token = this.bearer();
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response;
    try {
      response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store' });
    } catch {
      throw new Unreachable();
    }
    if (response.status === 204) return null;
    const json = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(response.status, json ?? {});
    return json;
  }

  register(account) { return this.#call('POST', '/api/auth/register', account); }
  signIn(account) { return this.#call('POST', '/api/auth/token', account); }
  refresh(refreshToken) { return this.#call('POST', '/api/auth/refresh', { refresh_token: refreshToken }); }
  signOut() { return this.#call('POST', '/api/auth/logout', {}); }
  changePassword(currentPassword, newPassword) {
    return this.#call('POST', '/api/auth/password', { current_password: currentPassword, new_password: newPassword });
  }

  me() { return this.#call('GET', '/api/users/me'); }
  rename(displayName) { return this.#call('PATCH', '/api/users/me', { display_name: displayName }); }
  user(id) { return this.#call('GET', `/api/users/${encodeURIComponent(id)}`); }
  async find(handle) { return (await this.#call('GET', `/api/users?query=${encodeURIComponent(handle)}`)).users ?? []; }
  keepHistory(keep) { return this.#call('PATCH', '/api/users/me', { keep_history: keep }); }

  conversations(cursor) { return this.#call('GET', `/api/conversations?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`); }
  setConversation(id, change) { return this.#call('PATCH', conversation(id), change); }
  /** @param place  `{ before }` or `{ after }` a message_id; without either, the newest */
  history(id, place = {}) { return this.#call('GET', `${conversation(id)}/messages?${new URLSearchParams({ ...place, limit: '50' })}`); }

  async devices() { return (await this.#call('GET', '/api/devices')).devices ?? []; }
  renameDevice(id, name) { return this.#call('PATCH', `/api/devices/${encodeURIComponent(id)}`, { name }); }
  removeDevice(id) { return this.#call('DELETE', `/api/devices/${encodeURIComponent(id)}`); }

  groups(cursor) { return this.#call('GET', `/api/groups?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`); }
  createGroup(name, memberIds, requestId) { return this.#call('POST', '/api/groups', { name, member_ids: memberIds, client_request_id: requestId }); }
  group(id) { return this.#call('GET', group(id)); }
  members(id) { return this.#call('GET', `${group(id)}/members`); }
  renameGroup(id, name) { return this.#call('PATCH', group(id), { name }); }
  setMember(id, userId, change = {}) { return this.#call('PUT', `${group(id)}/members/${encodeURIComponent(userId)}`, change); }
  removeMember(id, userId) { return this.#call('DELETE', `${group(id)}/members/${encodeURIComponent(userId)}`); }
  leaveGroup(id) { return this.#call('POST', `${group(id)}/leave`, {}); }
  receipts(id, messageId) { return this.#call('GET', `${group(id)}/messages/${encodeURIComponent(messageId)}/receipts`); }
  async invites(id) { return (await this.#call('GET', `${group(id)}/invites`)).invites ?? []; }
  createInvite(id, limits = {}) { return this.#call('POST', `${group(id)}/invites`, limits); }
  revokeInvite(id, invite) { return this.#call('DELETE', `${group(id)}/invites/${encodeURIComponent(invite)}`); }
  invitation(token) { return this.#call('GET', `/api/invites/${encodeURIComponent(token)}`); }
  join(token) { return this.#call('POST', `/api/invites/${encodeURIComponent(token)}`, {}); }
}
