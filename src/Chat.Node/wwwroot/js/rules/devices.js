// The devices of an account in words and in order. Pure functions over what the server lists.
import { lastSeenLabel } from './times.js';

/** What a device is called: the name its person gave it, else what it runs on, with the end of its id to tell two of a kind apart. */
export const nameOf = (device) => device.name || `${device.platform || 'device'} ${device.device_id.slice(-4)}`;

/** What it runs on, where its name does not say so already, and whether it is here. */
export function stateOf(device, own, now) {
  const here = device.device_id === own ? 'this device' : device.online ? 'online' : device.last_seen ? lastSeenLabel(device.last_seen, now) : 'not seen yet';
  return [device.name ? device.platform : null, here].filter(Boolean).join(' · ');
}

/** This device first, then those that are here, then by when they were seen. */
export function ordered(devices, own) {
  const rank = (device) => (device.device_id === own ? 0 : device.online ? 1 : 2);
  return [...devices].sort((a, b) => rank(a) - rank(b) || (b.last_seen ?? 0) - (a.last_seen ?? 0) || (a.device_id < b.device_id ? -1 : 1));
}
