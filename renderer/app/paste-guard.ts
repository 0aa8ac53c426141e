import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { showToast } from '#renderer/ui/index.ts';

/**
 * Characters a field takes from the clipboard at once: five times the longest text there is. A browser lays pasted text out before anybody
 * can look at it; a million lines in a description held the window for over 40 seconds (300,000 characters for 4).
 */
export const MOST_PASTED = 100_000;

/** Refuses to paste more into a field than any field holds, says so, and leaves the field as it was. */
export function usePasteGuard(): void {
  const { t } = useTranslation('common');
  const locale = useLocale();
  useEffect(() => {
    const guard = (event: ClipboardEvent) => {
      const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const found = isField ? (event.clipboardData?.getData('text/plain').length ?? 0) : 0;
      if (found <= MOST_PASTED) return;
      event.preventDefault();
      event.stopPropagation();
      showToast({ tone: 'bad', text: t('paste.tooMuch', { found: formatNumber(found, locale) }), detail: t('paste.wayOut', { most: formatNumber(MOST_PASTED, locale) }) });
    };
    document.addEventListener('paste', guard, { capture: true });
    return () => document.removeEventListener('paste', guard, { capture: true });
  }, [t, locale]);
}
