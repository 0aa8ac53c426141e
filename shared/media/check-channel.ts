import { assertNever } from '../kernel/assert.ts';
import type { ChannelLevel, ChannelMeasure, ChannelRule, ChannelRules } from './channel-rules.ts';
import type { PictureLook } from './look.ts';
import type { PictureFacts, PictureType } from './model.ts';

type Facts = Pick<PictureFacts, 'mime' | 'width' | 'height' | 'frames'>;
type Seen = Pick<PictureFacts, 'bytes'> & Pick<PictureLook, 'whiteBorder' | 'fill' | 'hasFrame'>;
/** What is known of a picture when a marketplace's rules are asked: facts, and what it looks like; null where nobody has measured it yet. */
export type MeasuredPicture = Facts & { readonly [Part in keyof Seen]: Seen[Part] | null };

export type ChannelFinding =
  | { readonly about: ChannelMeasure; readonly level: ChannelLevel; readonly found: number; readonly least?: number; readonly most?: number }
  | { readonly about: 'type'; readonly level: ChannelLevel; readonly found: PictureType; readonly oneOf: readonly PictureType[] }
  | { readonly about: 'no-frame'; readonly level: ChannelLevel }
  /** Somebody has to look: neither passed nor failed. */
  | { readonly about: Extract<ChannelRule, { is: 'person' }>['asks']; readonly level: 'review' }
  /** It was not measured, and so neither passed nor failed. */
  | { readonly about: ChannelMeasure | 'no-frame'; readonly level: 'unmeasured' };

function measured(of: ChannelMeasure, { width, height, bytes, frames, whiteBorder, fill }: MeasuredPicture): number | null {
  switch (of) {
    case 'shortestSidePx': return Math.min(width, height);
    case 'longestSidePx': return Math.max(width, height);
    case 'megapixels': return (width * height) / 1_000_000;
    case 'bytes': return bytes;
    case 'frames': return frames;
    case 'ratio': return Math.max(width, height) / Math.min(width, height);
    case 'whiteBorder': return whiteBorder;
    case 'fill': return fill;
    default: return assertNever(of);
  }
}

function findingOf(rule: ChannelRule, picture: MeasuredPicture): ChannelFinding | null {
  switch (rule.is) {
    case 'measure': {
      const { of, least, most, level } = rule;
      const found = measured(of, picture);
      if (found === null) return { about: of, level: 'unmeasured' };
      const holds = (least === undefined || found >= least) && (most === undefined || found <= most);
      return holds ? null : { about: of, level, found, ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) };
    }
    case 'type': return rule.oneOf.includes(picture.mime) ? null : { about: 'type', level: rule.level, found: picture.mime, oneOf: rule.oneOf };
    case 'no-frame':
      if (picture.hasFrame === null) return { about: 'no-frame', level: 'unmeasured' };
      return picture.hasFrame ? { about: 'no-frame', level: rule.level } : null;
    case 'person': return { about: rule.asks, level: 'review' };
    default: return assertNever(rule);
  }
}

/**
 * What one marketplace would say of a picture.
 *
 * @param today `2026-11-22`: rules that begin later are not asked yet
 * @param isMain whether it is the first of its listing
 * @returns what does not hold, in the order of the rules; `review` always comes back, because nobody has looked, and what was not measured comes back as `unmeasured`
 */
export function checkChannel({ rules }: ChannelRules, picture: MeasuredPicture, { today, isMain }: { readonly today: string; readonly isMain: boolean }): ChannelFinding[] {
  return rules.flatMap((rule) => {
    if ('onlyMain' in rule && rule.onlyMain && !isMain) return [];
    if (rule.is === 'measure' && rule.from !== undefined && today < rule.from) return [];
    const finding = findingOf(rule, picture);
    return finding ? [finding] : [];
  });
}
