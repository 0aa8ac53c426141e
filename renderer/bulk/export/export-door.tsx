import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { ProductQuery } from '#shared/catalog/contract.ts';
import { ExportDialog } from './export-dialog.tsx';
import { forgetExport, isGoingOn, useExport } from './use-export.ts';

const useDoor = create(() => ({ isOpen: false }));
/** Opens the dialog of exports on the list that is shown. */
export const openExport = (): void => useDoor.setState({ isOpen: true });
const close = (): void => useDoor.setState({ isOpen: false });

/** The way from a list of products into a file: its key, its dialog, and what became of an export nobody waited for. */
export function ExportDoor({ query, chosen }: { query: ProductQuery; chosen: ReadonlySet<string> }) {
  const { t } = useTranslation('export');
  const locale = useLocale();
  const explain = useExplain();
  const { isOpen } = useDoor();
  const now = useExport((state) => state.now);
  useShortcut('catalog.export', openExport);
  useEffect(() => close, []);
  useEffect(() => {
    if (isOpen || now === null || isGoingOn(now)) return;
    if (now.state === 'done') showToast({ tone: 'ok', text: t('done', { rows: formatNumber(now.rows, locale), count: now.total - now.leftOut, size: formatBytes(now.bytes ?? 0, locale) }), detail: now.file ?? undefined });
    else if (now.error !== null) showToast({ tone: 'bad', text: explain(now.error).what, detail: explain(now.error).wayOut });
    forgetExport();
  }, [isOpen, now, t, locale, explain]);
  return isOpen ? <ExportDialog query={query} chosen={chosen} onClose={close} /> : null;
}
