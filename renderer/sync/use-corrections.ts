import { z } from 'zod';
import { useMe } from '#renderer/app/live.ts';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import { json, type Json } from '#shared/kernel/json.ts';

type Corrections = Readonly<Record<string, Json>>;
const kept = z.record(z.string(), json);

/** What somebody typed into a refused change so far, by field: still there after looking elsewhere or reloading the window. Empty forgets it. */
export function useCorrections(mid: string): readonly [Corrections, (typed: Corrections) => void] {
  const [typed, change, forget] = useKept(draftKey(useMe()?.id ?? '', mid, 'corrections'), kept, {});
  return [typed, (next) => (Object.keys(next).length === 0 ? forget() : change(next))];
}
