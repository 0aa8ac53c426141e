import { useLayoutEffect, useState, type RefObject } from 'react';

export type GridSize = { readonly viewPx: number; readonly rowPx: number; readonly headPx: number; readonly widthPx: number };

/**
 * Measures the list: its inner height without scroll bars, and a line's height from a probe as tall as the tokens say,
 * so that density and zoom are followed without anybody telling.
 */
export function useGridSize(scroller: RefObject<HTMLElement | null>, probe: RefObject<HTMLElement | null>, head: RefObject<HTMLElement | null>): GridSize {
  const [size, setSize] = useState<GridSize>({ viewPx: 0, rowPx: 32, headPx: 30, widthPx: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      if (!scroller.current || !probe.current || !head.current) return;
      const headPx = head.current.offsetHeight;
      const next = {
        viewPx: Math.max(0, scroller.current.clientHeight - headPx),
        rowPx: Math.max(16, probe.current.offsetHeight),
        headPx,
        widthPx: scroller.current.clientWidth,
      };
      setSize((before) => (Object.keys(next).every((key) => before[key as keyof GridSize] === next[key as keyof GridSize]) ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const element of [scroller.current, probe.current, head.current]) if (element) observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, probe, head]);
  return size;
}
