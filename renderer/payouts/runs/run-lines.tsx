import { Ellipsis, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Amount, Button, EmptyState, IconButton, Menu, Segmented, Status, TextField, VisuallyHidden, showToast, type MenuEntry } from '#renderer/ui/index.ts';
import { DAY_MS, MINUTE_MS } from '#shared/kernel/time.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { payoutTransitions } from '#shared/payouts/runs/states.ts';
import type { Asked } from './run-dialog.ts';
import { Moment } from './moments.tsx';
import { payoutTones } from './tones.ts';
import { useWhy } from './why.ts';
import styles from './finance.module.css';

type Payout = PayoutRun['payouts'][number];
type Props = { run: PayoutRun; isMine: boolean; onAsk: (asked: Asked) => void; onChanged: () => void };
const STEP = 250;
const isPaid = ({ state }: Payout): boolean => state !== 'on_hold' && state !== 'dropped';
const wentWrong = ({ state }: Payout): boolean => state === 'reversed' || state === 'failed' || state === 'returned';
const sieves = { all: () => true, paid: isPaid, out: (payout: Payout) => !isPaid(payout), wrong: wentWrong } as const;
type Sieve = keyof typeof sieves;

/** Shop by shop how the amount comes about, or why nothing is paid; narrowed by name and kind. */
export function RunLines({ run, isMine, onAsk, onChanged }: Props) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const [sieve, setSieve] = useState<Sieve>('all');
  const [text, setText] = useState('');
  const [shown, setShown] = useState(STEP);
  const wanted = useDeferredValue(text.trim().toLocaleLowerCase(locale));
  // What is paid first, the largest on top; behind it what is left out.
  const inOrder = run.payouts.toSorted((a, b) => Number(isPaid(b)) - Number(isPaid(a)) || b.amount - a.amount || b.line.payable - a.line.payable || a.shopName.localeCompare(b.shopName, locale));
  const found = inOrder.filter((payout) => sieves[sieve](payout) && (wanted === '' || payout.shopName.toLocaleLowerCase(locale).includes(wanted)));
  const count = (one: Sieve) => formatNumber(run.payouts.filter(sieves[one]).length, locale);
  const offered = (['all', 'paid', 'out', 'wrong'] as const).filter((one) => one !== 'wrong' || run.payouts.some(wentWrong));
  const sums = (['opening', 'released', 'recovered', 'held'] as const).map((part) => found.reduce((sum, { line }) => sum + line[part], 0));
  return (
    <section aria-label={t('line.title')}>
      <div className={styles.tools}>
        <TextField label={t('line.search')} hideLabel placeholder={t('line.search')} icon={Search} value={text} onChange={setText} className={styles.search} />
        <Segmented label={t('line.filter')} hideLabel value={sieve} onChange={setSieve} items={offered.map((id) => ({ id, label: `${t(`line.is.${id}`)} ${count(id)}` }))} />
      </div>
      {found.length === 0 ? <EmptyState inline title={t(run.payouts.length === 0 ? 'line.none' : 'line.noneSuch')}>{run.payouts.length === 0 ? t('line.noneText') : null}</EmptyState> : (
        <div className={styles.tableBox} role="group" aria-label={t('line.title')} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('line.shop')}</th>
                <th scope="col" data-end>{t('line.opening')}</th>
                <th scope="col" data-end>{t('line.released')}</th>
                <th scope="col" data-end>{t('line.recovered')}</th>
                <th scope="col" data-end>{t('line.held')}</th>
                <th scope="col" data-end>{t('line.amount')}</th>
                <th scope="col">{t('line.state')}</th>
                <th scope="col"><VisuallyHidden>{t('line.actions')}</VisuallyHidden></th>
              </tr>
            </thead>
            <tbody>{found.slice(0, shown).map((payout) => <Line key={payout.id} payout={payout} run={run} isMine={isMine} onAsk={onAsk} onChanged={onChanged} />)}</tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('line.sum', { count: found.length })}</th>
                {sums.map((sum, at) => <td key={at} data-end><Amount amount={sum as never} currency={run.currency} showCurrency={false} /></td>)}
                <td data-end><b><Amount amount={found.reduce((sum, { amount }) => sum + amount, 0) as never} currency={run.currency} /></b></td>
                <td colSpan={2} />
              </tr>
            </tfoot>
          </table>
          {found.length > shown && <Button onPress={() => setShown(shown + STEP)}>{t('moreOf', { rest: formatNumber(found.length - shown, locale) })}</Button>}
        </div>
      )}
    </section>
  );
}

/** A bank account that is younger than this is pointed out to whoever approves. */
const NEW_ACCOUNT_MS = 30 * DAY_MS;

function Line({ payout, run, isMine, onAsk, onChanged }: Props & { payout: Payout }) {
  const { t } = useTranslation('finance');
  const why = useWhy();
  const explain = useExplain();
  const now = useNow(MINUTE_MS);
  const { line, shopName, state } = payout;
  const money = (amount: Payout['amount'], sign = '') => (amount === 0 ? <span className={styles.zero}>0</span> : <bdi dir="ltr">{sign}<Amount amount={amount} currency={run.currency} showCurrency={false} /></bdi>);
  const redraw = async (change: { leaveOut: string[] } | { takeIn: string[] }) => {
    const done = await ask('payouts.stepRun', { params: { id: run.id }, body: { kind: 'redraw', ...change } as never });
    if (!done.ok) showToast({ tone: 'bad', text: explain(done.error).what, detail: explain(done.error).wayOut });
    onChanged();
  };
  const isDraft = run.state === 'draft' && isMine;
  const isSent = state === 'exported' || state === 'in_transit' || state === 'paid';
  const mayGo = (to: 'failed' | 'returned') => (payoutTransitions[state] as readonly string[]).includes(to);
  const entries: MenuEntry[] = [
    ...(isDraft && payout.overrideReason === null && line.leftOut === null ? [{ id: 'out', label: t('line.leaveOut'), onAction: () => void redraw({ leaveOut: [payout.shopId] }) }] : []),
    ...(isDraft && line.leftOut === 'by-hand' ? [{ id: 'in', label: t('line.takeIn'), onAction: () => void redraw({ takeIn: [payout.shopId] }) }] : []),
    ...(mayGo('failed') ? [{ id: 'failed', label: t('line.failed'), onAction: () => onAsk({ name: 'back', payout, kind: 'failed' }) }] : []),
    ...(mayGo('returned') ? [{ id: 'returned', label: t('line.returned'), onAction: () => onAsk({ name: 'back', payout, kind: 'returned' }) }] : []),
    ...(state === 'reversed' && payout.retryRunId === null ? [{ id: 'retry', label: t('line.retry'), onAction: () => onAsk({ name: 'retry', payout, isDouble: false }) }] : []),
    ...(isSent && payout.retryRunId === null ? [{ id: 'double', label: t('line.payTwice'), tone: 'danger' as const, onAction: () => onAsk({ name: 'retry', payout, isDouble: true }) }] : []),
  ];
  return (
    <tr data-out={!isPaid(payout) || undefined}>
      <th scope="row">
        <bdi>{shopName}</bdi>
        {payout.account !== null && <span className={styles.under}><bdi className="num ltr">{payout.account}</bdi>{payout.accountChangedAt !== null && now - payout.accountChangedAt < NEW_ACCOUNT_MS && <> · <b className={styles.warnWord}>{t('line.newAccount')}</b> <Moment at={payout.accountChangedAt} /></>}</span>}
        {payout.originalRunId !== null && <span className={styles.under}><a href={hrefOf(['payouts', 'run', payout.originalRunId])}>{t('line.again')}</a></span>}
        {payout.retryRunId !== null && <span className={styles.under}><a href={hrefOf(['payouts', 'run', payout.retryRunId])}>{t('line.retried')}</a></span>}
        {payout.overrideReason !== null && <span className={styles.under}><b className={styles.warnWord}>{t('line.twice')}</b> {payout.overrideReason}</span>}
      </th>
      <td data-end>{money(line.opening)}</td>
      <td data-end>{money(line.released, '+ ')}</td>
      <td data-end>{money(line.recovered, '− ')}</td>
      <td data-end>{money(line.held, '− ')}</td>
      <td data-end>{payout.amount === 0 ? <span className={styles.zero}>0</span> : <b><Amount amount={payout.amount} currency={run.currency} showCurrency={false} /></b>}</td>
      <td>
        <Status tone={payoutTones[state]}>{t(`payout.${state}`)}</Status>
        {line.leftOut !== null && <span className={styles.under}>{why(line.leftOut)}</span>}
        {payout.failureCode !== null && <span className={styles.under}>{t('line.code', { code: payout.failureCode })}</span>}
      </td>
      <td data-end>{entries.length > 0 && <Menu label={t('line.actionsOf', { name: shopName })} placement="bottom end" trigger={<IconButton icon={Ellipsis} size="sm" label={t('line.actionsOf', { name: shopName })} />} entries={entries} />}</td>
    </tr>
  );
}
