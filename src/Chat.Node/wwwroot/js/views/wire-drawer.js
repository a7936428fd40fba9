// The wire: raw frames in and out, how long acks took, how far each stream has come, and two ways to make trouble on purpose.
import { $, el, keep, setText } from './dom.js';
import { icon } from './icons.js';

const SHOWN = 150;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

export class WireDrawer {
  #twice = null; // { id, acks } of the message that goes out twice

  constructor({ chat }) {
    this.chat = chat;
    this.panel = $('wire');
    $('toggle-wire').replaceChildren(icon('wire'), el('span', { class: 'sr-only', text: 'Wire' }));
    $('close-wire').replaceChildren(icon('close'));
    $('toggle-wire').onclick = () => this.toggle();
    $('close-wire').onclick = () => this.toggle(false);
    $('wire-drop').onclick = () => chat.connection.drop();
    $('wire-hold').checked = chat.connection.heldDown;
    $('wire-hold').onchange = () => chat.connection.holdDown($('wire-hold').checked);
    $('wire-twice').onclick = () => this.#sendTwice();
    $('wire-result').textContent = '';
    chat.wire.addEventListener('entry', ({ detail }) => this.#watchTwice(detail));
    this.panel.hidden = true;
  }

  get isOpen() { return !this.panel.hidden; }

  toggle(open = this.panel.hidden) {
    this.panel.hidden = !open;
    $('app').classList.toggle('with-wire', open);
    $('toggle-wire').setAttribute('aria-expanded', String(open));
    (open ? $('close-wire') : $('toggle-wire')).focus();
    this.render();
  }

  render() {
    $('wire-drop').disabled = !this.chat.connection.online;
    if (this.panel.hidden) return;
    this.#facts();
    const newest = this.chat.wire.log.entries.slice(-SHOWN).reverse();
    keep($('wire-frames'), newest.map((entry) => ({ key: String(entry.key), sign: String(entry.key), make: () => this.#entry(entry) })));
  }

  #facts() {
    const { inbox, outbox, wire, connection } = this.chat;
    const acks = wire.log.summary();
    const positions = Object.entries(inbox.positions);
    const facts = [
      ['Acks', acks ? `last ${acks.last} ms · median ${acks.median} · p95 ${acks.p95} · max ${acks.max} (${acks.count})` : 'none yet'],
      ['Positions', positions.length > 0 ? positions.map(([stream, seq]) => `${stream} ${seq}`).join(' · ') : 'none yet'],
      ['Epoch', inbox.epoch ?? 'none yet'],
      ['Outbox', this.#outboxFact(outbox.list())],
      ['Session', connection.state.session ?? connection.state.name],
      ['Device', this.chat.session.deviceId],
    ];
    keep($('wire-facts'), facts.map(([name, value]) => ({
      key: name, sign: value, make: () => el('div', {}, el('dt', { text: name }), el('dd', { text: value })),
    })));
  }

  #outboxFact(items) {
    const failed = items.filter((item) => item.state === 'failed').length;
    return `${items.length - failed} waiting${failed > 0 ? `, ${failed} failed` : ''}`;
  }

  #entry(entry) {
    if (entry.direction === 'note') return el('li', { class: 'frame note' }, el('span', { text: `${clock.format(entry.at)}  ${entry.text}` }));
    return el('li', { class: `frame ${entry.direction}` },
      el('details', {},
        el('summary', {},
          icon(entry.direction, 14), el('span', { class: 'sr-only', text: entry.direction === 'out' ? 'sent ' : 'received ' }),
          el('b', { text: entry.type }), entry.ackMs !== null && el('em', { text: `${entry.ackMs} ms` }), el('time', { text: clock.format(entry.at) })),
        el('pre', { text: entry.text })));
  }

  #sendTwice() {
    this.#twice = { id: this.chat.outbox.lastFrame?.client_message_id ?? null, acks: [] };
    const how = this.chat.outbox.sendTwice();
    if (how === 'armed') this.#twice.id = null;
    setText($('wire-result'), how === 'armed' ? 'The next message will be sent twice.' : `Sent ${this.#twice.id} once more.`);
  }

  /** Says what came of it: one message_id for both writes is what makes sending again harmless. */
  #watchTwice(entry) {
    const twice = this.#twice;
    if (!twice || !['message', 'group_message', 'message_ack'].includes(entry.type)) return;
    const frame = JSON.parse(entry.text);
    if (entry.direction === 'out') twice.id ??= frame.client_message_id;
    if (entry.type !== 'message_ack' || frame.client_message_id !== twice.id) return;
    twice.acks.push(frame.payload.message_id);
    const before = this.chat.opened.messages.find((message) => message.client_message_id === twice.id)?.message_id;
    const same = new Set([...twice.acks, ...(before ? [before] : [])]).size === 1;
    setText($('wire-result'), same
      ? `${twice.id} was sent again and acknowledged again: still the one message ${frame.payload.message_id}.`
      : `${twice.id} became more than one message. That is a fault of the server.`);
  }
}
