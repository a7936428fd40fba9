// The REST side of the server: accounts, tokens, people, devices. Errors are RFC 9457 problem details with our `code`.

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
  group(id) { return this.#call('GET', `/api/groups/${encodeURIComponent(id)}`); }
  async devices() { return (await this.#call('GET', '/api/devices')).devices ?? []; }
  removeDevice(id) { return this.#call('DELETE', `/api/devices/${encodeURIComponent(id)}`); }
}
