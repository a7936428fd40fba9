// The few icons of the page, as paths on a 24 by 24 grid, and the avatar. Drawn here so that nothing is loaded for them.

const PATHS = {
  waiting: ['M12 7v5l3 2', 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18'],
  failed: ['M12 7v6', 'M12 17v.01', 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18'],
  sent: ['m5 12.5 4.5 4.5L19 7.5'],
  delivered: ['m1.5 12.5 4.5 4.5L15.5 7.5', 'm11.5 16 1 1L22 7.5'],
  read: ['m1.5 12.5 4.5 4.5L15.5 7.5', 'm11.5 16 1 1L22 7.5'],
  send: ['M4 12h14', 'm12 5 7 7-7 7'],
  back: ['M20 12H5', 'm11 5-7 7 7 7'],
  find: ['M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14', 'm16.5 16.5 4 4'],
  close: ['m6 6 12 12', 'M18 6 6 18'],
  reply: ['M9 7 4 12l5 5', 'M4 12h10a6 6 0 0 1 6 6v1'],
  group: ['M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7', 'M2.5 19.5c.6-3.4 3-5 6.5-5s5.9 1.6 6.5 5', 'M16 5.4a3.4 3.4 0 0 1 0 6.2', 'M18 14.8c2 .7 3.2 2.2 3.6 4.7'],
  info: ['M12 11v6', 'M12 7.5v.01', 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18'],
  more: ['M12 5.5v.01', 'M12 12v.01', 'M12 18.5v.01'],
  muted: ['M18 8.5a6 6 0 0 0-9.3-4.8', 'M6 8.5c0 5-2 6.5-2.5 7.5H16', 'M10 19.5a2.2 2.2 0 0 0 4 0', 'm3.5 3.5 17 17'],
  archive: ['M3.5 5h17v4h-17z', 'M5 9v10h14V9', 'M10 13h4'],
  device: ['M4 5h16v11H4z', 'M9 20h6', 'M12 16v4'],
  wire: ['M2 12h4l3-8 6 16 3-8h4'],
  out: ['M12 19V5', 'm6 11 6-6 6 6'],
  in: ['M12 5v14', 'm6 13 6 6 6-6'],
};

export function icon(name, size = 20) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = { viewBox: '0 0 24 24', width: size, height: size, class: `icon icon-${name}`, 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of PATHS[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

const TICK_WORDS = { waiting: 'Waiting', failed: 'Not sent', sent: 'Sent', delivered: 'Delivered', read: 'Read' };

export function tick(name) {
  const mark = document.createElement('span');
  mark.className = `tick tick-${name}`;
  mark.dataset.tick = name;
  mark.title = TICK_WORDS[name];
  const words = document.createElement('span');
  words.className = 'sr-only';
  words.textContent = TICK_WORDS[name];
  mark.append(icon(name, 17), words);
  return mark;
}

const HUES = 8;

/** One of eight colours, the same for a person in every window, as the name of a class. */
export function hueOf(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  return `hue-${sum % HUES}`;
}

/** Initials on the colour of a person or group. */
export function avatar(id, name) {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  const mark = document.createElement('span');
  mark.className = `avatar ${hueOf(id)}`;
  mark.setAttribute('aria-hidden', 'true');
  mark.textContent = letters.map((word) => [...word][0]).join('').toLocaleUpperCase() || '?';
  return mark;
}
