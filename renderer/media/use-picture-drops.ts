import { useEffect, useRef, useState } from 'react';
import { droppedEntries, type Entry } from './dropped-files.ts';

/** Where files that are dropped or pasted are for something else: what a buyer downloads. */
const OWN_FILES = '[data-drops="files"]';

const isElsewhere = (target: EventTarget | null): boolean => target instanceof Element && target.closest(OWN_FILES) !== null;
const isField = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Pasted pictures are for the listing unless the keyboard is where files are. */
export const arePictures = (files: readonly File[], target: EventTarget | null): boolean => files.length > 0 && files.every(({ type }) => type.startsWith('image/')) && !isElsewhere(target);

/**
 * Takes files and folders dropped anywhere on the page, and pictures from the clipboard.
 *
 * @param onEntries null while nothing may be added
 * @returns whether something is held over the page now
 */
export function usePictureDrops(onEntries: ((entries: readonly (Entry | File)[]) => void) | null): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onEntries);
  useEffect(() => {
    latest.current = onEntries;
  });
  const isOff = onEntries === null;
  useEffect(() => {
    if (isOff) return;
    const isOurs = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true && !event.defaultPrevented && !isElsewhere(event.target);
    const over = (event: DragEvent) => {
      if (!isOurs(event)) return setOver(false);
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Only when the pointer has left the window: going from one element to the next says so, too.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!isOurs(event)) return;
      event.preventDefault();
      latest.current?.(droppedEntries(event.dataTransfer!));
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // Other programs put a picture of the text beside it: in a field the text is meant.
      const isText = isField(event.target) && event.clipboardData?.getData('text/plain') !== '';
      if (isText || !arePictures(files, event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current?.(files);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    document.addEventListener('paste', paste, { capture: true });
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste, { capture: true });
    };
  }, [isOff]);
  return isOver && !isOff;
}
