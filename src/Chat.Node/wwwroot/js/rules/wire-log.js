// The last frames in and out, and how long acks took. A ring, because a page may stay open for weeks.

export class WireLog {
  constructor(capacity = 400) {
    this.capacity = capacity;
    this.entries = [];
    this.acks = [];
    this.next = 1;
    this.written = new Map(); // client_message_id → when it was last written
  }

  add(direction, text, at, frame = null) {
    const entry = { key: this.next++, direction, at, type: frame?.type ?? '', text, ackMs: null };
    if (direction === 'out' && frame?.client_message_id) this.written.set(frame.client_message_id, at);
    if (direction === 'in' && frame?.type === 'message_ack') {
      const sent = this.written.get(frame.client_message_id);
      if (sent !== undefined) {
        this.written.delete(frame.client_message_id);
        entry.ackMs = at - sent;
        this.acks.push(entry.ackMs);
        if (this.acks.length > 100) this.acks.shift();
      }
    }
    this.entries.push(entry);
    if (this.entries.length > this.capacity) this.entries.shift();
    return entry;
  }

  summary() {
    if (this.acks.length === 0) return null;
    const sorted = [...this.acks].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return { count: sorted.length, last: this.acks[this.acks.length - 1], median: at(0.5), p95: at(0.95), max: sorted[sorted.length - 1] };
  }
}

/** A frame as text for people to look at: tokens are shortened, so that a shared screen gives no account away. */
export const shown = (frame) => JSON.stringify(frame, (key, value) => (
  (key === 'auth_token' || key === 'refresh_token') && typeof value === 'string' ? `${value.slice(0, 6)}… (${value.length} characters)` : value));
