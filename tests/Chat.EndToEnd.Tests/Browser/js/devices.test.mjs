import test from 'node:test';
import assert from 'node:assert/strict';
import { nameOf, ordered, stateOf } from '../../../../src/Chat.Node/wwwroot/js/rules/devices.js';
import { addressOfAnother, anotherIn } from '../../../../src/Chat.Node/wwwroot/js/rules/links.js';

const device = (device_id, more = {}) => ({ device_id, platform: 'web', name: null, online: false, last_seen: 0, ...more });

test('A device is called by its name, else by what it is and the end of its id', () => {
  assert.equal(nameOf(device('web-00ab12', { name: 'Phone' })), 'Phone');
  assert.equal(nameOf(device('web-00ab12')), 'web ab12');
  assert.equal(nameOf(device('x', { platform: null })), 'device x');
});

test('Its state says which one is here, and what a named one runs on', () => {
  assert.equal(stateOf(device('d1', { online: true }), 'd1', 0), 'this device');
  assert.equal(stateOf(device('d2', { online: true, name: 'Phone', platform: 'ios' }), 'd1', 0), 'ios · online');
  assert.equal(stateOf(device('d2', { last_seen: 1 }), 'd1', 120_000), 'last seen 1 min ago');
  assert.equal(stateOf(device('d2'), 'd1', 0), 'not seen yet');
});

test('This device stands first, then those online, then the last seen', () => {
  const all = [device('old', { last_seen: 1 }), device('new', { last_seen: 9 }), device('me'), device('here', { online: true })];
  assert.deepEqual(ordered(all, 'me').map((one) => one.device_id), ['me', 'here', 'new', 'old']);
});

test('The address of another device names whose it is to be', () => {
  const address = new URL(addressOfAnother('ada & co'), 'http://chat.test');
  assert.equal(anotherIn(address.search), 'ada & co');
  assert.equal(anotherIn(''), null);
  assert.equal(anotherIn('?device=mine'), null);
});
