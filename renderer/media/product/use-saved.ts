import { useEffect, useState } from 'react';
import { ask } from '#renderer/lib/client.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Derivative } from '#shared/media/model.ts';
import type { Recipe } from '#shared/media/recipe.ts';

/** How heavy a picture was when it was dropped, and is for the buyer who sees it largest. */
export type Saved = { readonly before: number; readonly after: number };

/** Bytes of what most browsers fetch at the largest size. */
export function largestShown(derivatives: readonly Pick<Derivative, 'width' | 'format' | 'bytes'>[]): number | null {
  const widest = Math.max(...derivatives.map(({ width }) => width));
  return derivatives.filter(({ width, format }) => width === widest && format === 'webp').at(-1)?.bytes ?? null;
}

type Asked = { readonly sha256: string; readonly recipe: Recipe | null };
const keyOf = ({ sha256, recipe }: Asked): string => `${sha256} ${recipe === null ? '' : JSON.stringify(recipe)}`;

/** What each of some pictures saves, asked for one after the other; a picture that is not on this machine has no entry. */
export function useSaved(shopId: ShopId, pictures: readonly Asked[]): ReadonlyMap<string, Saved> {
  const [known, setKnown] = useState<ReadonlyMap<string, Saved>>(new Map());
  const wanted = JSON.stringify(pictures);
  useEffect(() => {
    let isCurrent = true;
    const askAll = async () => {
      for (const asked of JSON.parse(wanted) as readonly Asked[]) {
        const answer = await ask('media.sizes', { shopId, ...asked });
        if (!isCurrent) return;
        const after = answer.ok ? largestShown(answer.value.derivatives) : null;
        if (answer.ok && after !== null) setKnown((before) => new Map(before).set(keyOf(asked), { before: answer.value.bytesBefore, after }));
      }
    };
    void askAll();
    return () => {
      isCurrent = false;
    };
  }, [shopId, wanted]);
  return known;
}

export const savedOf = (known: ReadonlyMap<string, Saved>, asked: Asked): Saved | null => known.get(keyOf(asked)) ?? null;

/** All of them together. */
export const sumOf = (all: Iterable<Saved>): Saved => [...all].reduce((sum, { before, after }) => ({ before: sum.before + before, after: sum.after + after }), { before: 0, after: 0 });
