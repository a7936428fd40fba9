import test from 'node:test';
import assert from 'node:assert/strict';

// A zone with a summer time, so that its two odd days can be tested wherever this runs.
process.env.TZ = 'Europe/Berlin';
const { dayOf, daysBetween, dayLabel, lastSeenLabel, refreshIn } = await import('../../../../src/Chat.Node/wwwroot/js/rules/times.js');
const { pieces, safeAddress, handleIn } = await import('../../../../src/Chat.Node/wwwroot/js/rules/links.js');

const at = (text) => new Date(text).getTime();

test('A day is the local calendar day', () => {
  assert.equal(dayOf(at('2024-06-01T22:30:00Z')), '2024-06-02');
  assert.equal(dayLabel(at('2024-06-01T22:30:00Z'), at('2024-06-02T12:00:00Z')), 'Today');
  assert.equal(dayLabel(at('2024-06-01T12:00:00Z'), at('2024-06-02T12:00:00Z')), 'Yesterday');
});

test('Days of 23 and 25 hours are one day', () => {
  assert.equal(daysBetween(at('2024-03-30T23:30:00+01:00'), at('2024-03-31T23:30:00+02:00')), 1);
  assert.equal(daysBetween(at('2024-10-26T23:30:00+02:00'), at('2024-10-27T23:30:00+01:00')), 1);
});

test('Last seen is told in minutes, then by day', () => {
  const now = at('2024-06-02T12:00:00Z');
  assert.equal(lastSeenLabel(now - 20_000, now), 'last seen just now');
  assert.equal(lastSeenLabel(now - 5 * 60_000, now), 'last seen 5 min ago');
  assert.match(lastSeenLabel(now - 86_400_000, now), /^last seen yesterday at /);
});

test('A token is renewed before it expires, also a very short one', () => {
  assert.equal(refreshIn(3_600_000, 0), 3_240_000);
  assert.equal(refreshIn(300_000, 0), 240_000);
  assert.equal(refreshIn(20_000, 0), 10_000);
  assert.equal(refreshIn(0, 5000), 1000);
});

test('Web addresses in a text are found, and the text stays whole', () => {
  const text = 'See https://example.org/a?b=1, or http://x.test.';
  const found = pieces(text);
  assert.deepEqual(found.filter((p) => p.href).map((p) => p.href), ['https://example.org/a?b=1', 'http://x.test']);
  assert.equal(found.map((p) => p.text).join(''), text);
});

test('Only web addresses and paths of this server become links', () => {
  assert.equal(safeAddress('/api/media/m1', 'https://chat.test'), 'https://chat.test/api/media/m1');
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'http://']) assert.equal(safeAddress(bad, 'https://chat.test'), null);
});

test('The handle of a link is read from the path', () => {
  assert.equal(handleIn('/u/ada'), 'ada');
  assert.equal(handleIn('/u/ad%C3%A4/'), 'adä');
  for (const other of ['/', '/u/', '/u/a/b', '/u/%']) assert.equal(handleIn(other), null);
});
