import { useEffect, useState } from 'react';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { useChannels } from '../checks/channel-choice.ts';
import { ChannelPicker } from '../checks/channel-picker.tsx';
import { channelProblems, type Measured, type Problem } from '../checks/find-problems.ts';
import { ProblemList } from '../checks/problem-list.tsx';
import { useToday } from '../checks/use-today.ts';
import { adviceOn } from '#shared/media/look.ts';
import { measureResult } from './draw-result.ts';

type Props = { image: HTMLImageElement; picture: ListedPicture; recipe: Recipe; isMain: boolean; onFix: (recipe: Recipe) => void };

/** A hand that rests this long has finished: what it made is measured then. */
const REST_MS = 120;

/** What the chosen marketplaces would say of the result as it stands, before it is saved. */
export function ResultChecks({ image, picture, recipe, isMain, onFix }: Props) {
  const { chosen } = useChannels();
  const today = useToday();
  const [measured, setMeasured] = useState<{ readonly of: Recipe; readonly seen: Measured | null } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setMeasured({ of: recipe, seen: measureResult(image, picture, recipe) }), REST_MS);
    return () => clearTimeout(timer);
  }, [image, picture, recipe]);
  // Until the new result was looked at, the words about the last one stay: nothing flickers under the hand.
  if (measured === null) return null;
  const { of, seen } = measured;
  const problems: Problem[] = [...channelProblems(picture, of, seen, chosen, { today, isMain }), ...(seen ? adviceOn(seen.look).map((advice) => ({ kind: 'look' as const, advice })) : [])];
  return (
    <>
      <ProblemList problems={problems} onFix={onFix} />
      <div><ChannelPicker /></div>
    </>
  );
}
