import { useState } from 'react';
import { FileDown, FileUp, Undo2 } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatAgo, formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { AlertDialog, Button, showToast } from '#renderer/ui/index.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { outboxFileName } from '#shared/sync/outbox-file.ts';
import { ImportDialog } from './import-dialog.tsx';
import { useUndo } from './use-undo.ts';
import styles from './sync.module.css';

/** How much waits, since when and how heavy; all of it back, into a file of last resort, or out of one. */
export function OutboxFoot({ state, unsent, any }: { state: 'waiting' | 'rejected'; unsent: number; any: boolean }) {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const now = useNow(30_000);
  const explain = useExplain();
  const undo = useUndo();
  const [file, setFile] = useState<File | null>(null);
  const [askingAll, setAskingAll] = useState(false);
  const { data } = useAsk('sync.unsent', { state, offset: 0, limit: 1 }, { refreshOn: ['sync.state'] });
  const exportAll = async () => {
    const whither = await chooseWhither(outboxFileName(Date.now() as EpochMs));
    if (whither.ok && whither.value === null) return;
    const result = whither.ok ? await ask('sync.export', { ...whither.value }) : whither;
    if (result.ok) showToast({ tone: 'info', text: t('export.done', { count: result.value.edits, size: formatBytes(result.value.bytes, locale) }), detail: result.value.file });
    else showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <div className={styles.sideFoot}>
      {data && data.changes > 0 && (
        <p className={`num ${styles.figures}`}>
          {[
            t('size.changes', { count: data.changes }),
            formatBytes(data.bytes, locale),
            ...(data.oldestAt === null ? [] : [t('size.oldest', { when: formatAgo(data.oldestAt, now, locale, t('common:time.justNow')) })]),
          ].join(' · ')}
        </p>
      )}
      <div className={styles.acts}>
        {state === 'waiting' && unsent > 0 && (
          <Button size="sm" variant="danger" icon={Undo2} onPress={() => setAskingAll(true)}>
            {t('undo.all')}
          </Button>
        )}
        {any && (
          <Button size="sm" variant="quiet" icon={FileDown} onPress={() => void exportAll()}>
            {t('export.action')}
          </Button>
        )}
        <FileTrigger acceptedFileTypes={['.json', 'application/json']} onSelect={(files) => setFile(files?.[0] ?? null)}>
          <Button size="sm" variant="quiet" icon={FileUp}>
            {t('import.action')}
          </Button>
        </FileTrigger>
      </div>
      {file && <ImportDialog key={`${file.name} ${file.lastModified}`} file={file} onClose={() => setFile(null)} />}
      <AlertDialog
        title={t('undo.allTitle', { count: unsent })}
        isOpen={askingAll}
        onClose={() => setAskingAll(false)}
        tone="danger"
        confirm={t('undo.allConfirm')}
        onConfirm={() => {
          setAskingAll(false);
          void undo({ what: 'all' }, unsent);
        }}
      >
        <p>{t('undo.allText')}</p>
      </AlertDialog>
    </div>
  );
}
