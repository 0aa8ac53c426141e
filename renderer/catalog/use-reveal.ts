import { useEffect, useState, type RefObject } from 'react';
import { hrefOf, navigate } from '#renderer/app/router.ts';

/** A field that shall be seen and worked in; another object each time it is asked for, also when it is the same field. */
export type Reveal = { readonly path: string };

/**
 * Leads to the field that a link names (completeness, score, a conflict, a refused edit), as often as it is asked for.
 *
 * @param product id of the product on the page
 * @param asked path of the field that the address names; null for none
 * @param body what holds the fields, each in an element with `data-field`
 * @returns what sections look at to show the language or the columns the field stands in, and how to lead somebody to a field
 */
export function useReveal(product: string, asked: string | null, body: RefObject<HTMLElement | null>): readonly [Reveal | null, (path: string) => void] {
  const [reveal, setReveal] = useState<Reveal | null>(asked === null ? null : { path: asked });
  const [last, setLast] = useState(asked);
  if (last !== asked) {
    setLast(asked);
    setReveal(asked === null ? null : { path: asked });
  }
  useEffect(() => {
    if (reveal === null) return;
    const target = body.current?.querySelector(`[data-field="${CSS.escape(reveal.path)}"]`);
    target?.scrollIntoView({ block: 'center' });
    target?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  }, [reveal, body]);
  // A link to where one is already moves nothing by itself: somebody who follows it a second time wants to be led there again.
  useEffect(() => {
    const element = body.current;
    const again = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (asked !== null && link !== null && link.hash === location.hash) setReveal({ path: asked });
    };
    element?.addEventListener('click', again);
    return () => element?.removeEventListener('click', again);
  }, [asked, body]);
  const lead = (path: string): void => {
    setReveal({ path });
    navigate(hrefOf(['catalog', product], { field: path }), { replace: true });
  };
  return [reveal, lead];
}
