// Making and keeping elements. Text only ever enters the page as text nodes; nothing here parses HTML.

export const $ = (id) => document.getElementById(id);

/** An element: `el('p', { class: 'lead', text: 'Hello' }, child, …)`. `on` holds listeners, everything else becomes an attribute. */
export function el(tag, { text, on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter(Boolean));
  return element;
}

/** Sets text only where it differs: a live region is read out again when its text is written again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Brings the children of `parent` into line with `entries` (`{ key, sign, make }`): an element is made anew only when its
 * sign has changed, and moved only when it stands elsewhere, so focus, selection and scrolling survive an update.
 */
export function keep(parent, entries) {
  const present = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const kept = new Set();
  let at = parent.firstElementChild;
  for (const { key, sign, make } of entries) {
    let child = present.get(key);
    present.delete(key);
    if (child && child.dataset.sign !== sign) {
      const next = make();
      const focused = child.contains(document.activeElement);
      if (at === child) at = next;
      child.replaceWith(next);
      if (focused) (next.matches('button, [tabindex]') ? next : next.querySelector('button, [tabindex]'))?.focus({ preventScroll: true });
      child = next;
    }
    child ??= make();
    kept.add(child);
    child.dataset.key = key;
    child.dataset.sign = sign;
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
}

/** Runs `render` once after any number of calls in the same turn. A microtask, not a frame: hidden windows draw no frames. */
export function once(render) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    queueMicrotask(() => { due = false; render(); });
  };
}

/** Runs `render` at most once in `pause` milliseconds, for what changes with every frame. */
export function paced(render, pause) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => { due = false; render(); }, pause);
  };
}

/** Puts text on the clipboard, also where the browser withholds the clipboard interface from plain http. */
export async function copy(input) {
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    input.select();
    document.execCommand('copy');
  }
}
