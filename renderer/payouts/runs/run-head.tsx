import { ArrowLeft, Download, Ellipsis, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Amount, Button, IconButton, Menu, Status, showToast, type MenuEntry } from '#renderer/ui/index.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { Moment } from './moments.tsx';
import type { Asked } from './run-dialog.ts';
import { RunName } from './runs-page.tsx';
import { useRunTable, useSaveTable } from './run-table.ts';
import { runTones } from './tones.ts';
import styles from './finance.module.css';

type Props = { run: PayoutRun; isMine: boolean; onAsk: (asked: Asked) => void; onChanged: () => void };

/** What the run comes to, how it stands, and what can be done with it now. */
export function RunHead({ run, isMine, onAsk, onChanged }: Props) {
  const { t } = useTranslation('finance');
  const explain = useExplain();
  const table = useRunTable(run);
  const save = useSaveTable();
  const [isBusy, setBusy] = useState(false);
  const step = async (body: { kind: 'submit' } | { kind: 'redraw' } | { kind: 'sent'; reason: null }, said: string) => {
    setBusy(true);
    const done = await ask('payouts.stepRun', { params: { id: run.id }, body });
    setBusy(false);
    if (done.ok) showToast({ tone: 'ok', text: said });
    else showToast({ tone: 'bad', text: explain(done.error).what, detail: explain(done.error).wayOut });
    onChanged();
  };
  const { state } = run;
  const isDecided = state === 'pending_approval';
  const entries: MenuEntry[] = [
    { id: 'csv', label: t('run.saveCsv'), onAction: () => void save(table, 'csv') },
    { id: 'xlsx', label: t('run.saveXlsx'), onAction: () => void save(table, 'xlsx') },
    ...(['pending_approval', 'approved', 'rejected', 'expired'].includes(state) ? [{ id: 'rework', label: t('run.rework'), onAction: () => onAsk({ name: 'rework' }) }] : []),
    ...(['draft', 'approved', 'rejected', 'expired'].includes(state) ? [{ id: 'cancel', label: t('run.cancel'), tone: 'danger' as const, onAction: () => onAsk({ name: 'cancel' }) }] : []),
  ];
  return (
    <header className={styles.head}>
      <Button variant="quiet" size="sm" icon={ArrowLeft} onPress={() => navigate('#/payouts')}>{t('run.back')}</Button>
      <div className={styles.names}>
        <h1><RunName run={run} /> <Status tone={runTones[state]}>{t(`state.${state}`)}</Status></h1>
        <p className={styles.quiet}>
          <Amount amount={run.total} currency={run.currency} /> · {t('run.shops', { count: run.paid })} · {t('run.by')} <bdi>{run.makerName}</bdi>, <Moment at={run.createdAt} /> · {t('run.until')} <Moment at={run.cutoff} />
        </p>
      </div>
      <div className={styles.actions}>
        {state === 'draft' && isMine && <Button isPending={isBusy} onPress={() => void step({ kind: 'redraw' }, t('run.redrawn'))}>{t('run.redraw')}</Button>}
        {state === 'draft' && isMine && <Button variant="go" icon={Send} isPending={isBusy} isDisabled={run.paid === 0} onPress={() => void step({ kind: 'submit' }, t('run.submitted'))}>{t('run.submit')}</Button>}
        {isDecided && <Button variant="danger" isDisabled={run.mayNotDecide !== null} onPress={() => onAsk({ name: 'decide', kind: 'reject' })}>{t('run.reject')}</Button>}
        {isDecided && <Button variant="go" isDisabled={run.mayNotDecide !== null} onPress={() => onAsk({ name: 'decide', kind: 'approve' })}>{t('run.approve')}</Button>}
        {state === 'exported' && <Button isPending={isBusy} onPress={() => void step({ kind: 'sent', reason: null }, t('run.sentSaid'))}>{t('run.sent')}</Button>}
        {(state === 'approved' || run.exportedAt !== null) && <Button variant={state === 'approved' ? 'go' : 'plain'} icon={Download} onPress={() => onAsk({ name: 'export' })}>{t(state === 'approved' ? 'run.export' : 'run.exportAgain')}</Button>}
        <Menu label={t('run.more')} placement="bottom end" trigger={<IconButton icon={Ellipsis} label={t('run.more')} />} entries={entries} />
      </div>
    </header>
  );
}
