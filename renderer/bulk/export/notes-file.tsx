import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import { notesName } from '#shared/bulk/export/failed-header.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** Puts the notes of an import into a file: what the catalogue has no place for, with the SKU of each row. */
export function NotesFile({ plan }: { plan: string }) {
  const { t } = useTranslation('export');
  const explain = useExplain();
  const [isPending, setPending] = useState(false);
  const complain = (error: AppError) => showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });
  const write = async () => {
    setPending(true);
    const report = await ask('bulk.importReport', { plan, limit: 0 });
    const whither = report.ok ? await chooseWhither(notesName(report.value.file.name)) : report;
    if (!whither.ok) complain(whither.error);
    else if (whither.value !== null) {
      const written = await ask('bulk.notesFile', { plan, ...whither.value });
      if (written.ok) showToast({ tone: 'ok', text: t('notes.done', { count: written.value.rows }), detail: written.value.file });
      else complain(written.error);
    }
    setPending(false);
  };
  return <Button size="sm" variant="quiet" icon={FileDown} isPending={isPending} onPress={() => void write()}>{t('notes.action')}</Button>;
}
