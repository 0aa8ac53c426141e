import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, onLine, type Input } from '#renderer/lib/client.ts';
import type { ImportDraft } from '#shared/bulk/draft-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { sharingParts } from '#shared/sync/equal.ts';
import { firstLook, isUnderWay, useIncoming } from './open-file.ts';

export type DraftChange = Omit<Input<'bulk.draftImport'>, 'draft'>;

/** A file that waits for its import: what is known of it by now, and how a person changes that. */
export function useDraft(id: string) {
  const [draft, setDraft] = useState<ImportDraft | null>(firstLook.get(id) ?? null);
  const [error, setError] = useState<AppError | null>(null);
  const [isChanging, setChanging] = useState(false);
  // Only whether it still comes in: how far it is would have the whole page drawn again with every piece.
  const isWhole = useIncoming(({ incoming: one }) => one?.draft !== id || !isUnderWay(one));
  const broken = useIncoming(({ incoming: one }) => (one?.draft === id ? one.error : null));
  const turn = useRef(0);

  const change = useCallback(async (part: DraftChange): Promise<boolean> => {
    const mine = ++turn.current;
    setChanging(true);
    const changed = await ask('bulk.draftImport', { draft: id, ...part });
    if (mine !== turn.current) return changed.ok;
    setChanging(false);
    // What says the same stays the same object: of two hundred columns one is drawn anew.
    if (changed.ok) setDraft((shown) => sharingParts(shown as Json, changed.value as Json) as ImportDraft);
    setError(changed.ok ? null : changed.error);
    return changed.ok;
  }, [id]);

  // Asked when the page opens, and once more when the last byte is in: only the whole file says which letters and numbers it is written in.
  useEffect(() => {
    const look = () => void change({});
    look();
    return onLine((open) => { if (open) look(); });
  }, [change, isWhole]);

  return { draft, error, isChanging, isWhole: isWhole && draft?.whole !== false, /** Why the rest of it did not come in. */ broken, change, setDraft };
}
export type DraftHandle = ReturnType<typeof useDraft>;
