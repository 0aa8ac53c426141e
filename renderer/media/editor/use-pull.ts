import { useRef, type PointerEvent } from 'react';

type Point = { readonly x: number; readonly y: number };

/**
 * A pull with mouse, finger or pen: from where it began, until it is let go.
 *
 * @param onPull how far it is from where it began, CSS pixels, and where it is in the element that was grabbed
 */
export function usePull({ onStart, onPull, onEnd }: { onStart?: (at: Point) => void; onPull: (by: Point, at: Point) => void; onEnd: () => void }) {
  const from = useRef<(Point & { readonly id: number }) | null>(null);
  const place = (event: PointerEvent<HTMLElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const end = (event: PointerEvent<HTMLElement>): void => {
    if (from.current?.id !== event.pointerId) return;
    from.current = null;
    onEnd();
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || from.current !== null) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY, id: event.pointerId };
      onStart?.(place(event));
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (from.current?.id === event.pointerId) onPull({ x: event.clientX - from.current.x, y: event.clientY - from.current.y }, place(event));
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
