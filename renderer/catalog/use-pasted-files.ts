import { useEffect, useRef } from 'react';

const isField = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Takes files from the clipboard wherever they are pasted on the page. Text stays the field's: other programs put a picture of the text beside it.
 *
 * @param onFiles null while nothing may be added
 */
export function usePastedFiles(onFiles: ((files: readonly File[]) => void) | null): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const isText = isField(event.target) && event.clipboardData?.getData('text/plain') !== '';
      if (files.length === 0 || isText || latest.current === null) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(files);
    };
    document.addEventListener('paste', paste, { capture: true });
    return () => document.removeEventListener('paste', paste, { capture: true });
  }, []);
}
