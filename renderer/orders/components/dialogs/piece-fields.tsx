import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { NumberField } from '#renderer/ui/index.ts';
import type { LineStanding } from '#shared/orders/lines.ts';
import type { Pieces } from '#shared/orders/model.ts';
import { useOrderPage } from '../../order-context.ts';
import styles from '../../order.module.css';

export type Counts = Readonly<Record<string, number>>;

/** The lines that have some pieces to give, each with as many as that. */
export const mostOf = (lines: readonly LineStanding[], most: (line: LineStanding) => number): Counts =>
  Object.fromEntries(lines.map((line) => [line.id, most(line)] as const).filter(([, count]) => count > 0));

/** Quantities as a command takes them; null when none is named. */
export function piecesOf(counts: Counts): Pieces | null {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return some.length === 0 ? null : (Object.fromEntries(some) as Pieces);
}

type Props = { most: Counts; value: Counts; onChange: (value: Counts) => void; of?: 'left' | 'sent' | 'back'; label?: string; /** The keyboard begins here. */ isFirst?: boolean };

/** How many pieces of each line. More than there are may be typed: what is wrong with that is said when it is tried. */
export function PieceFields({ most, value, onChange, of = 'left', label, isFirst = true }: Props) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const { order } = useOrderPage();
  return (
    <fieldset className={styles.pieceFields}>
      <legend>{label ?? t('dialog.pieces')}</legend>
      {Object.entries(most).map(([id, left], at) => {
        const line = order.lines[id as keyof typeof order.lines]!;
        return (
          <div key={id} className={styles.pieceField}>
            <span className={styles.lineName}><bdi>{line.title || line.sku}</bdi><span className={styles.quiet}><bdi className="num ltr">{line.sku}</bdi></span></span>
            <NumberField
              label={`${label ?? t('dialog.pieces')}, ${line.title || line.sku}`} hideLabel minValue={0} maxValue={1_000_000} autoFocus={isFirst && at === 0}
              value={value[id] ?? 0} onChange={(count) => onChange({ ...value, [id]: Number.isNaN(count) ? 0 : count })}
            />
            <span className={styles.quiet}>{t(of === 'left' ? 'dialog.ofLeft' : of === 'sent' ? 'dialog.ofSent' : 'dialog.ofBack', { left: formatNumber(left, locale) })}</span>
          </div>
        );
      })}
    </fieldset>
  );
}
