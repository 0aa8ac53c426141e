/**
 * Text somebody typed and has not saved: it outlives leaving the page and reloading the window.
 * Kept by the window for its session, under the account's id; a saved or restored field forgets its draft.
 */
export type DraftStore = {
  get(key: string): string | null;
  set(key: string, text: string): void;
  remove(key: string): void;
};

/** Name of one field's draft. */
export const draftKey = (account: string, record: string, path: string): string => `comptoir.draft/${account}/${record}/${path}`;

/**
 * Drafts in a Storage of the browser. When it is full or forbidden they are kept in memory only: typing never fails.
 */
export function draftsIn(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): DraftStore {
  const memory = new Map<string, string>();
  return {
    get: (key) => memory.get(key) ?? storage.getItem(key),
    set: (key, text) => {
      memory.set(key, text);
      try {
        storage.setItem(key, text);
      } catch (cause) {
        // QuotaExceededError: the copy in memory carries on; anything else is ours to hear about.
        if (!(cause instanceof DOMException)) throw cause;
      }
    },
    remove: (key) => {
      memory.delete(key);
      storage.removeItem(key);
    },
  };
}

let session: DraftStore | null = null;
/** The drafts of this window's session. */
export const drafts = (): DraftStore => (session ??= draftsIn(sessionStorage));

/** What a kept text stands for; null for one somebody meddled with: that is no draft. */
export function draftValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
