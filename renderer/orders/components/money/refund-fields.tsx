import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { MoneyField, NumberField, Segmented, TextField } from '#renderer/ui/index.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';
import type { RefundForm } from './refund-form.ts';

/** How much goes back: pieces and amounts of lines, the shipping, or one amount over everything; and why. */
export function RefundFields({ form: { typed, change, left, plan }, isReadOnly }: { form: RefundForm; isReadOnly: boolean }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order: { currency } } = useOrderPage();
  const say = (amount: typeof left.amount) => formatMoney(amount, currency, locale);
  return (
    <>
      <Segmented
        label={t('refund.by')} hideLabel value={typed.by} isReadOnly={isReadOnly} onChange={(by) => change({ by })}
        items={[{ id: 'parts', label: t('refund.byParts') }, { id: 'amount', label: t('refund.byAmount') }]}
      />
      {typed.by === 'amount' ? (
        <MoneyField label={t('refund.amount')} description={t('refund.most', { amount: say(left.amount) })} currency={currency} value={typed.amount} isReadOnly={isReadOnly} onChange={(amount) => change({ amount })} isRequired />
      ) : (
        <fieldset className={styles.pieceFields}>
          <legend>{t('refund.lines')}</legend>
          {left.lines.filter(({ amount, pieces }) => amount > 0 || pieces > 0).map(({ id, standing: { line }, pieces, amount }) => {
            const name = line.title || line.sku;
            const part = typed.lines[id] ?? { quantity: 0, amount: null };
            const put = (next: Partial<typeof part>) => change({ lines: { ...typed.lines, [id]: { ...part, ...next } } });
            return (
              <div key={id} className={styles.refundField}>
                <span className={styles.lineName}><bdi>{name}</bdi><span className={styles.quiet}><bdi className="num ltr">{line.sku}</bdi> · {t('refund.leftOfLine', { pieces: formatNumber(pieces, locale), amount: say(amount) })}</span></span>
                <NumberField label={t('refund.piecesOf', { name })} hideLabel minValue={0} maxValue={1_000_000} isReadOnly={isReadOnly} value={part.quantity} onChange={(count) => put({ quantity: Number.isNaN(count) ? 0 : count, amount: null })} />
                <MoneyField label={t('refund.amountOf', { name })} hideLabel currency={currency} isReadOnly={isReadOnly} value={part.amount ?? plan?.lines[id]?.amount ?? null} onChange={(typedAmount) => put({ amount: typedAmount })} />
              </div>
            );
          })}
          {left.shipping > 0 && <MoneyField label={t('refund.shipping')} description={t('refund.most', { amount: say(left.shipping) })} currency={currency} value={typed.shipping} isReadOnly={isReadOnly} onChange={(shipping) => change({ shipping })} />}
        </fieldset>
      )}
      <TextField label={t('dialog.reason')} value={typed.reason} onChange={(reason) => change({ reason })} maxLength={500} isRequired isReadOnly={isReadOnly} />
    </>
  );
}
