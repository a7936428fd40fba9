// The wire as people can watch it: every frame in and out, with the log's arithmetic kept in rules/wire-log.js.
import { WireLog, shown } from './rules/wire-log.js';

export class Wire extends EventTarget {
  constructor() {
    super();
    this.log = new WireLog();
  }

  sent(frame) { this.#add('out', frame); }
  received(frame) { this.#add('in', frame); }
  note(text) { this.#emit(this.log.add('note', text, Date.now())); }

  #add(direction, frame) { this.#emit(this.log.add(direction, shown(frame), Date.now(), frame)); }
  #emit(entry) { this.dispatchEvent(new CustomEvent('entry', { detail: entry })); }
}
