import { useState } from 'react';
import type { z } from 'zod';
import { drafts, draftValue } from './drafts.ts';

/**
 * What somebody is putting together, unfinished: still there after leaving the page or reloading the window, until it is forgotten.
 *
 * @param key its name among the drafts (`draftKey`)
 * @param schema what was kept is believed only as far as it has this shape
 * @param nothing what it is before anything is typed
 * @returns the value, how to change it, how to forget it
 */
export function useKept<T>(key: string, schema: z.ZodType<T>, nothing: T): readonly [T, (next: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => {
    const kept = drafts().get(key);
    const found = kept === null ? null : schema.safeParse(draftValue(kept));
    return found?.success ? found.data : nothing;
  });
  const change = (next: T): void => {
    setValue(next);
    drafts().set(key, JSON.stringify(next));
  };
  const forget = (): void => {
    setValue(nothing);
    drafts().remove(key);
  };
  return [value, change, forget];
}
