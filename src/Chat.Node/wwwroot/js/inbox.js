// Frames that leave something behind: stored first, acknowledged after. The order of these two is the promise of this page:
// what the server has heard an ack for, a reload of this page still shows.
import * as frames from './rules/frames.js';
import { effectOf, advance, moved } from './rules/incoming.js';

const BATCH = 256; // frames that arrive during one write share the next; a long absence comes back in few writes

export class Inbox extends EventTarget {
  #waiting = [];
  #busy = false;
  #generation = 0; // frames of an older connection are stored but not acknowledged on the newer one

  constructor({ store, connection, me, deviceId, epoch, positions }) {
    super();
    Object.assign(this, { store, connection, me, deviceId, epoch, positions });
    connection.addEventListener('ready', ({ detail }) => this.#ready(detail));
    connection.addEventListener('frame', ({ detail }) => this.#queue(detail));
  }

  /** What `auth` says about where this device stopped. */
  get resume() { return { epoch: this.epoch, positions: this.positions }; }

  #ready({ resume }) {
    this.#generation += 1;
    if (!resume?.epoch) return;
    // Not recovered: the numbers of another epoch mean nothing here. The server starts from what it knows of this device.
    if (resume.epoch !== this.epoch || resume.recovered === false) this.#waiting.push({ epoch: resume.epoch, generation: this.#generation });
    this.#drain();
  }

  #queue(frame) {
    const effect = effectOf(frame, this.me);
    if (!effect && frame.stream === undefined) return; // unknown frames in a stream count too, or the position would stand still
    if (effect?.kind === 'message') effect.deviceId = this.deviceId;
    this.#waiting.push({ frame, effect, generation: this.#generation });
    this.#drain();
  }

  /** The ack of one of our own messages: it becomes a stored message and leaves the outbox, in one transaction. */
  settle(message) {
    this.#waiting.push({ effect: { kind: 'message', message, ack: true }, generation: this.#generation });
    this.#drain();
  }

  /** Resolves once everything that has come so far is stored; never, where that fails. */
  get stored() { return new Promise((resolve) => { this.#waiting.push({ resolve }); this.#drain(); }); }

  async #drain() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#waiting.length > 0) await this.#store(this.#waiting.splice(0, BATCH));
    } catch (error) {
      // Not stored, so not acknowledged: the server keeps it and sends it again on the next connection.
      this.#waiting = [];
      this.dispatchEvent(new CustomEvent('failed', { detail: error }));
    } finally {
      this.#busy = false;
    }
  }

  async #store(batch) {
    const before = this.positions;
    let epoch = this.epoch;
    let positions = before;
    for (const entry of batch) {
      if (entry.epoch) { epoch = entry.epoch; positions = {}; } else if (entry.frame) positions = advance(positions, [entry.frame]);
    }
    const effects = batch.map((entry) => entry.effect).filter(Boolean);
    const asking = batch.filter((entry) => entry.resolve);
    if (asking.length === batch.length) { for (const { resolve } of asking) resolve(); return; }
    const stored = await this.store.receive(effects, positions !== before ? positions : null, epoch !== this.epoch ? epoch : null);
    this.positions = positions;
    this.epoch = epoch;
    this.#acknowledge(batch, moved(before, positions));
    this.dispatchEvent(new CustomEvent('stored', { detail: stored }));
    for (const { resolve } of asking) resolve();
  }

  #acknowledge(batch, progress) {
    const now = Date.now();
    const live = batch.filter((entry) => entry.frame && entry.generation === this.#generation);
    if (live.length === 0) return;
    if (this.connection.sync && Object.keys(progress).length > 0) this.connection.send(frames.ackPositions(progress, now));
    // Frames without a place in a stream, and servers without sync, are acknowledged one by one. Never our own.
    const single = live.filter(({ frame }) => (frame.type === 'message' || frame.type === 'group_message')
      && (!this.connection.sync || frame.stream === undefined)).map(({ frame }) => frame.payload.message_id);
    if (single.length > 0) this.connection.send(frames.ackMessages(single, now));
    // A frame that was sent again although it is stored moves no position; the server still waits for its ack.
    const repeated = live.filter(({ frame }) => frame.stream !== undefined && progress[frame.stream] === undefined);
    if (this.connection.sync && repeated.length > 0) {
      const known = Object.fromEntries(repeated.map(({ frame }) => [frame.stream, this.positions[frame.stream]]));
      this.connection.send(frames.ackPositions(known, now));
    }
  }
}
