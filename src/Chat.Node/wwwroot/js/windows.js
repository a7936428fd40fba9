// Which accounts other windows of this browser are using now: asked over a BroadcastChannel, answered by each open window.
// A window that continued as an account in use would displace the other one from the server.

const channel = new BroadcastChannel('chat.windows');
let mine = null;

channel.addEventListener('message', ({ data }) => {
  if (data.ask && mine) channel.postMessage({ using: mine });
});

export const keyOf = (account) => `${account.user_id} ${account.device_id}`;

/** Says what this window is, or null when it is nobody. */
export function claim(account) { mine = account ? keyOf(account) : null; }

/** The keys of the accounts that other windows use. Windows answer in a few milliseconds; a frozen one may stay silent. */
export function inUse(patience = 150) {
  const found = new Set();
  const listen = ({ data }) => { if (data.using) found.add(data.using); };
  channel.addEventListener('message', listen);
  channel.postMessage({ ask: true });
  return new Promise((resolve) => {
    setTimeout(() => { channel.removeEventListener('message', listen); resolve(found); }, patience);
  });
}
