import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Segmented, Skeleton } from '#renderer/ui/index.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { BankLineRow, BankLineHead } from './bank-line-row.tsx';
import type { KeptLine } from './kept-line.ts';
import { StatementDialog } from './statement-dialog.tsx';
import { useFresh } from './use-fresh.ts';
import styles from './finance.module.css';

const states = ['unmatched', 'matched', 'ignored'] as const;

/** What the bank says: statements come in here, and what fits no payout waits in a tray for a person. */
export function BankPage() {
  const { t } = useTranslation('finance');
  const [state, setState] = useState<(typeof states)[number]>('unmatched');
  const [file, setFile] = useState<File | null>(null);
  const [assigning, setAssigning] = useState<KeptLine | null>(null);
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { data, error, refresh } = useAsk('payouts.bankLines', { query: { state, limit: 200 } });
  useFresh(refresh);
  return (
    <>
      <div className={styles.tools}>
        <Segmented label={t('bank.filter')} hideLabel value={state} onChange={setState} items={states.map((id) => ({ id, label: t(`bank.is.${id}`) }))} />
      </div>
      <div
        className={styles.scroll}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); setFile(event.dataTransfer.files[0] ?? null); }}
      >
        <div className={styles.drop} data-over={isOver || undefined}>
          <p>{t('bank.drop')}</p>
          <Button icon={Upload} onPress={() => input.current?.click()}>{t('bank.choose')}</Button>
          <input ref={input} type="file" accept=".xml,text/xml,application/xml" aria-label={t('bank.choose')} hidden onChange={(event) => { setFile(event.target.files?.[0] ?? null); event.target.value = ''; }} />
        </div>
        {error && !data ? <ErrorState error={error} onRetry={refresh} />
          : !data ? <div className={styles.loading} aria-busy><Skeleton width="80%" /><Skeleton width="60%" /></div>
            : data.lines.length === 0 ? <EmptyState title={t(`bank.none.${state}`)}>{state === 'unmatched' ? t('bank.noneText') : null}</EmptyState> : (
              <table className={styles.table} aria-label={t(`bank.is.${state}`)}>
                <BankLineHead />
                <tbody>{data.lines.map((line) => <BankLineRow key={line.id} line={line} onAssign={state === 'unmatched' ? () => setAssigning(line) : null} />)}</tbody>
              </table>
            )}
      </div>
      {file && <StatementDialog file={file} onClose={() => setFile(null)} onBooked={() => { setFile(null); refresh(); }} />}
      {assigning && <AssignDialog line={assigning} onClose={() => setAssigning(null)} onDone={() => { setAssigning(null); refresh(); }} />}
    </>
  );
}
