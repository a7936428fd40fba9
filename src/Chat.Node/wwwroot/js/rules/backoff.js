// What a closed socket means for the next attempt: the close-code table of the protocol as one pure function.

const CAP = 30_000;

/** Full jitter: a crowd that lost the same node must not return in the same moment. 0–1 s, doubling to 30 s. */
export const jittered = (attempt, random) => Math.round(random() * Math.min(CAP, 1000 * 2 ** Math.min(attempt, 10)));

/**
 * @param code     the close code
 * @param attempt  attempts since the last successful sign-on to the socket, 0 for the first
 * @param drain    the `reconnect` frame's payload, if one came before the close
 * @param refused  true when the last close was already a refused frame (1003, 1007, 1009)
 * @returns `{ then: 'retry', delay, dropFrame? }`, `{ then: 'refresh' }`, `{ then: 'sign_in' }` or `{ then: 'stop', reason }`
 */
export function afterClose({ code, attempt = 0, random = Math.random, drain = null, refused = false }) {
  switch (code) {
    case 1000: return { then: 'stop', reason: 'signed_out' };
    case 1003: case 1007: case 1009:
      return refused ? { then: 'stop', reason: 'refused' } : { then: 'retry', delay: jittered(attempt, random), dropFrame: true };
    case 1012: return { then: 'retry', delay: drain?.delay_ms ?? jittered(2, random) };
    case 1013: return { then: 'retry', delay: 10_000 + Math.round(random() * 50_000) };
    case 4400: return { then: 'stop', reason: 'abuse' };
    case 4401: return { then: 'sign_in' };
    case 4402: return { then: 'refresh' };
    case 4403: return { then: 'stop', reason: 'revoked' };
    case 4408: return { then: 'retry', delay: attempt === 0 ? 0 : jittered(attempt, random) };
    case 4409: return { then: 'stop', reason: 'displaced' };
    case 4426: return { then: 'stop', reason: 'too_old' };
    case 4429: return { then: 'retry', delay: 60_000 * 2 ** Math.min(attempt, 4) };
    default: return { then: 'retry', delay: jittered(attempt, random) }; // 1001, 1006, 1011, 4413 and what is not known yet
  }
}

/** Why this page does not come back by itself, in words for the person in front of it. */
export const STOPPED = {
  signed_out: 'Signed out.',
  refused: 'The server refused a frame twice.',
  abuse: 'The server closed this connection for abuse.',
  revoked: 'This device was removed from your account.',
  displaced: 'This device was opened in another window.',
  too_old: 'This page is too old for the server. Reload it.',
};
