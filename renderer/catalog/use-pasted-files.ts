import { useEffect, useRef } from 'react';

const isField = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Takes files from the clipboard wherever they are pasted on the page. Text stays the field's: other programs put a picture of the text beside it.
 *
 * @param onFiles null while nothing may be added
 * @param isMeant whether these files, pasted there, are for this place
 */
export function usePastedFiles(onFiles: ((files: readonly File[]) => void) | null, isMeant: (files: readonly File[], target: EventTarget | null) => boolean = () => true): void {
  const latest = useRef({ onFiles, isMeant });
  useEffect(() => {
    latest.current = { onFiles, isMeant };
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const isText = isField(event.target) && event.clipboardData?.getData('text/plain') !== '';
      if (files.length === 0 || isText || latest.current.onFiles === null || !latest.current.isMeant(files, event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current.onFiles(files);
    };
    document.addEventListener('paste', paste, { capture: true });
    return () => document.removeEventListener('paste', paste, { capture: true });
  }, []);
}
