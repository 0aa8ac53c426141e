import { useEffect, useRef, useState } from 'react';
import { isTextField } from '#renderer/lib/shortcuts.ts';
import { onKey, reading, type ReviewAct, type ReviewState } from './review-keys.ts';

/** The keys of the review screen, wherever the focus is on it; in text fields and while a dialog is open they are somebody else's. */
export function useReview(onAct: (act: ReviewAct) => void): readonly [ReviewState, (state: ReviewState) => void] {
  const [state, setState] = useState<ReviewState>(reading);
  const latest = useRef({ state, onAct });
  useEffect(() => {
    latest.current = { state, onAct };
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTextField(event.target)) return;
      // A passing message is an `alertdialog`, too, that stops nobody: the one about the last decision must not hold up the next.
      if (document.querySelector('[role="dialog"], [role="alertdialog"]:not([aria-modal="false"]), [role="listbox"], [role="menu"]') !== null) return;
      // A closed choice opens by arrows and picks by letters; Enter on a button presses that button.
      if (event.target instanceof Element && event.target.closest('[aria-haspopup]') !== null) return;
      if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('footer button, a') !== null) return;
      const done = onKey(latest.current.state, event.key);
      if (done === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat && done.act?.kind !== 'move') return;
      // Two keys of one moment: the second sees what the first has done.
      latest.current = { ...latest.current, state: done.state };
      setState(done.state);
      if (done.act !== null) latest.current.onAct(done.act);
    };
    window.addEventListener('keydown', listener, true);
    return () => window.removeEventListener('keydown', listener, true);
  }, []);
  return [state, setState];
}
