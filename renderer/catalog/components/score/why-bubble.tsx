import { useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { forgetAsked, useAsked } from './why-cell.tsx';
import { Why } from './why.tsx';
import styles from './score.module.css';

const GAP = 6;

/** What `WhyCell` tells while the pointer rests on it: beside the figure, on whichever side there is room. */
export function WhyBubble() {
  const { asked } = useAsked();
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked === null) return;
    // The line under the pointer is another one after any of these.
    const gone = [['wheel', forgetAsked], ['keydown', forgetAsked], ['pointerdown', forgetAsked]] as const;
    for (const [name, forget] of gone) window.addEventListener(name, forget, { capture: true, passive: true });
    return () => {
      for (const [name, forget] of gone) window.removeEventListener(name, forget, { capture: true });
    };
  }, [asked]);
  useEffect(() => forgetAsked, []);
  useLayoutEffect(() => {
    const box = bubble.current;
    if (box === null || asked === null) return;
    const place = () => {
      const { width, height } = box.getBoundingClientRect();
      // Measured on the screen, so from the left in every language.
      const left = Math.max(GAP, Math.min(asked.at.left, window.innerWidth - width - GAP));
      const top = asked.at.bottom + GAP + height > window.innerHeight ? asked.at.top - GAP - height : asked.at.bottom + GAP;
      Object.assign(box.style, { left: `${left}px`, top: `${Math.max(GAP, top)}px` });
    };
    const observer = new ResizeObserver(place);
    observer.observe(box);
    place();
    return () => observer.disconnect();
  }, [asked]);
  if (asked === null) return null;
  return createPortal(
    <div ref={bubble} role="tooltip" className={styles.bubble}>
      <Why id={asked.id} figure={asked.figure} />
    </div>,
    document.body,
  );
}
