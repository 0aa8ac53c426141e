import { useState } from 'react';
import { z } from 'zod';
import { useMe } from '#renderer/app/live.ts';
import { draftKey, drafts, draftValue } from '#renderer/lib/drafts.ts';
import { json, type Json } from '#shared/kernel/json.ts';

type Corrections = Readonly<Record<string, Json>>;
const kept = z.record(z.string(), json);

/** What somebody typed into a refused change so far, by field: still there after looking elsewhere or reloading the window. Empty forgets it. */
export function useCorrections(mid: string): readonly [Corrections, (typed: Corrections) => void] {
  const key = draftKey(useMe()?.id ?? '', mid, 'corrections');
  const [typed, setTyped] = useState<Corrections>(() => {
    const found = kept.safeParse(draftValue(drafts().get(key) ?? 'null'));
    return found.success ? found.data : {};
  });
  const keep = (next: Corrections): void => {
    setTyped(next);
    if (Object.keys(next).length === 0) drafts().remove(key);
    else drafts().set(key, JSON.stringify(next));
  };
  return [typed, keep];
}
