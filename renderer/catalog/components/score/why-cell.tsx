import { create } from 'zustand';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import list from '../../list.module.css';
import type { Figure } from './why.tsx';

type Asked = { readonly id: string; readonly figure: Figure; readonly at: DOMRect };

/** Which figure the pointer rests on; one bubble for the whole list is cheaper than one in every cell. */
export const useAsked = create<{ asked: Asked | null }>(() => ({ asked: null }));

/** How long the pointer rests before the bubble comes; passing over a column of figures opens nothing. */
const REST_MS = 450;
let waiting: ReturnType<typeof setTimeout> | undefined;

export function forgetAsked(): void {
  clearTimeout(waiting);
  if (useAsked.getState().asked !== null) useAsked.setState({ asked: null });
}

/** Below this a figure is drawn as one that needs work. */
const LOW = 75;

/** A figure out of 100 with its bar; resting on it, or Enter in its cell, tells why. */
export function WhyCell({ id, figure, value }: { id: string; figure: Figure; value: number }) {
  const locale = useLocale();
  return (
    <span
      className={list.figure}
      onPointerEnter={(event) => {
        const at = event.currentTarget.getBoundingClientRect();
        clearTimeout(waiting);
        waiting = setTimeout(() => useAsked.setState({ asked: { id, figure, at } }), REST_MS);
      }}
      onPointerLeave={forgetAsked}
    >
      <span className={list.track} aria-hidden>
        <span className={list.fill} data-low={value < LOW || undefined} style={{ inlineSize: `${value}%` }} />
      </span>
      <span className="num">{formatNumber(value, locale)}</span>
    </span>
  );
}
