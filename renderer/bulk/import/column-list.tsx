import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WindowedRows } from '#renderer/catalog/components/product/windowed-rows.tsx';
import { Button, Status, type Choice } from '#renderer/ui/index.ts';
import type { DraftColumn } from '#shared/bulk/draft-model.ts';
import { note, ownHeader, type Target } from '#shared/bulk/mapping/targets.ts';
import { columnLetters } from '#shared/bulk/reading/detect-header.ts';
import { MeaningPicker } from './meaning-picker.tsx';
import { useTargetChoices, useTargetWords, type ShopTargets } from './target-words.ts';
import styles from './columns.module.css';

type Props = {
  columns: readonly DraftColumn[];
  shop: ShopTargets;
  isDisabled: boolean;
  onMeaning: (at: number, target: Target) => void;
  /** The column somebody is at, so that it is shown among the rows. */
  onLook: (at: number) => void;
};

/**
 * Every column of a file with what it means and how that is known. Those a person is asked about stand first, and stay there once answered;
 * draw it with a key of its own for other headers.
 */
export function ColumnList({ columns, shop, isDisabled, onMeaning, onLook }: Props) {
  const { t } = useTranslation('import');
  const words = useTargetWords();
  const { choices, targetOf } = useTargetChoices(shop);
  const [order] = useState(() => columns.map(({ at }) => at).sort((a, b) => Number(isAsked(columns[b]!)) - Number(isAsked(columns[a]!)) || a - b));
  const sorted = useMemo(() => order.flatMap((at) => columns[at] ?? []), [order, columns]);
  return (
    <table className={styles.table} aria-label={t('columns.label')}>
      <thead><tr><th scope="col">{t('columns.column')}</th><th scope="col">{t('columns.samples')}</th><th scope="col">{t('columns.meaning')}</th><th scope="col">{t('columns.how')}</th></tr></thead>
      <WindowedRows items={sorted} keyOf={({ at }) => String(at)} columns={4} reveal={0}>
        {(column) => <Row key={column.at} column={column} words={words} choices={choices} isDisabled={isDisabled} onLook={onLook} targetOf={targetOf} onMeaning={onMeaning} />}
      </WindowedRows>
    </table>
  );
}

const isAsked = ({ how }: DraftColumn): boolean => how === 'unsure';

type RowProps = Pick<Props, 'isDisabled' | 'onLook' | 'onMeaning'> & { column: DraftColumn; words: (target: Target) => string; choices: readonly Choice[]; targetOf: (id: string) => Target | null };

/** Drawn again only when its own column is another: each choice is answered with all of them. */
const Row = memo(function Row({ column, words, choices, isDisabled, onLook, targetOf, onMeaning }: RowProps) {
  const { t } = useTranslation('import');
  const { at, header, target, how, samples, candidates } = column;
  const name = header === '' ? t('columns.noHeader') : header;
  // A meaning that is not offered (an attribute of the seller's own) can still be seen and kept.
  const own = { id: ownHeader(target), label: words(target) };
  const asked = isAsked(column);
  return (
    <tr data-asked={asked || undefined} onFocus={() => onLook(at)} onPointerEnter={() => onLook(at)}>
      <th scope="row"><bdi>{name}</bdi> <span className={styles.soft}>{columnLetters(at)}</span></th>
      <td className={styles.samples}>{samples.length === 0 ? <span className={styles.soft}>{t('columns.empty')}</span> : samples.slice(0, 3).map((sample, place) => <span key={place}>{place > 0 && ' · '}<bdi>{sample}</bdi></span>)}</td>
      <td>
        <MeaningPicker
          column={name} said={own.label} value={own.id} isAsked={asked} isDisabled={isDisabled} onChoose={(id) => { const chosen = targetOf(id); if (chosen) onMeaning(at, chosen); }}
          choices={choices.some(({ id }) => id === own.id) ? choices : [own, ...choices]}
        />
        {asked && (
          <div className={styles.candidates} role="group" aria-label={t('columns.guess')}>
            {[...candidates, note].map((one) => (
              <Button key={ownHeader(one)} size="sm" isDisabled={isDisabled} onPress={() => onMeaning(at, one)}>{one.field === 'note' ? words(one) : t('columns.perhaps', { meaning: words(one) })}</Button>
            ))}
          </div>
        )}
      </td>
      <td className={styles.how}>{asked ? <Status tone="warn">{t('how.unsure')}</Status> : t(`how.${how}`)}</td>
    </tr>
  );
});
