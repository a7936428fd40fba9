// IndexedDB in promises, and the two questions about a conversation's messages that more than one transaction asks.
import { countsFrom } from './rules/listing.js';

export const done = (tx) => new Promise((resolve, reject) => {
  tx.oncomplete = () => resolve();
  tx.onabort = () => reject(tx.error ?? new Error('The browser gave the write up.'));
  tx.onerror = () => reject(tx.error);
});
export const value = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The id of the last entry of a conversation up to `id`, or undefined. */
export async function lastUpTo(messages, conversationId, id) {
  const range = IDBKeyRange.bound([conversationId, ''], [conversationId, id]);
  return (await value(messages.index('thread').openKeyCursor(range, 'prev')))?.primaryKey;
}

/** How many messages of others that this device holds are unread. */
export function unreadIn(messages, row, me) {
  const range = IDBKeyRange.bound([row.conversation_id, countsFrom(row) ?? ''], [row.conversation_id, '\uffff'], true);
  const cursor = messages.index('thread').openCursor(range);
  return new Promise((resolve, reject) => {
    let count = 0;
    cursor.onerror = () => reject(cursor.error);
    cursor.onsuccess = () => {
      if (!cursor.result) { resolve(count); return; }
      if (cursor.result.value.sender_id !== me && cursor.result.value.kind !== 'event') count += 1;
      cursor.result.continue();
    };
  });
}
