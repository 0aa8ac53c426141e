import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useStages } from '#renderer/lib/use-stages.ts';
import { Status } from '#renderer/ui/index.ts';
import type { Target } from '#shared/bulk/mapping/targets.ts';
import { placesOf } from '#shared/catalog/shop-model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { ChoiceBar } from './choice-bar.tsx';
import { ColumnList } from './column-list.tsx';
import { FirstRows } from './first-rows.tsx';
import { ReadingBar } from './reading-bar.tsx';
import type { ShopTargets } from './target-words.ts';
import type { DraftHandle } from './use-draft.ts';
import styles from './import.module.css';

type Props = { handle: DraftHandle; /** What was imported is shown as it was, and no longer changed. */ isLocked: boolean };

/** Currencies a column of prices is offered in, beside the shop's own; any other is still read from a header that names it. */
const usual = ['MAD', 'EUR', 'USD', 'GBP', 'TND', 'DZD', 'SAR', 'AED'] as Currency[];

/** How a file is read, what its columns mean, and its first rows: everything on one page, everything to be changed. */
export function ColumnsTab({ handle: { draft, change, setDraft }, isLocked }: Props) {
  const { t } = useTranslation('import');
  const [lookedAt, setLookedAt] = useState<number | null>(null);
  const shop = useShopTargets(draft?.shopId ?? null);
  // First how the file is read, then its rows, then its columns: all at once held the window for a fifth of a second.
  const stage = useStages(3);
  // Shown at once; the answer that counts follows.
  const mean = useCallback((at: number, target: Target) => {
    setDraft((shown) => shown && { ...shown, columns: shown.columns.map((column) => (column.at === at ? { ...column, target, how: 'chosen' } : column)) });
    void change({ columns: [{ at, target }] });
  }, [change, setDraft]);
  if (draft === null) return null;
  const { columns, choice, reading, rows } = draft;
  const asked = columns.filter(({ how }) => how === 'unsure').length;
  const notes = columns.filter(({ target, how }) => target.field === 'note' && how !== 'unsure').length;
  const layout = draft.layout === null ? null : draft.layout.replace(/-2$/, '').replace(/^./, (letter) => letter.toUpperCase());
  return (
    <div className={styles.columns}>
      <div className={styles.choices}>
        {stage >= 1 && <ReadingBar draft={draft} isDisabled={isLocked} onChange={(part) => void change(part)} />}
        {stage >= 1 && <ChoiceBar choice={choice} isDisabled={isLocked} onChange={(part) => { setDraft({ ...draft, choice: { ...choice, ...part } }); void change({ choice: part }); }} />}
      </div>
      <div className={styles.meanings}>
        <p className={styles.tally} role="status">
          {layout !== null && <Status tone="info">{t('layout', { name: layout })}</Status>}
          <Status tone="ok">{t('columns.known', { count: columns.length - asked - notes })}</Status>
          {notes > 0 && <Status tone="mute">{t('columns.notes', { count: notes })}</Status>}
          {asked > 0 && <Status tone="warn">{t('columns.asked', { count: asked })}</Status>}
        </p>
        <div className={styles.list}>
          {stage >= 3 && <ColumnList key={`${reading.sheet} ${columns.map(({ header }) => header).join('\n')}`} columns={columns} shop={shop} isDisabled={isLocked} onMeaning={mean} onLook={setLookedAt} />}
        </div>
      </div>
      <div className={styles.first}>
        <h2 className={styles.firstHead}>{t('rows.some', { count: rows.length })}</h2>
        {stage >= 2 && <FirstRows label={t('rows.label')} lineLabel={t('rows.line')} rows={rows} headerAt={reading.header.at} columns={Math.max(columns.length, ...rows.map(({ cells }) => cells.length))} lookedAt={lookedAt} />}
      </div>
    </div>
  );
}

function useShopTargets(shopId: string | null): ShopTargets {
  const { data } = useAsk('catalog.shops', {});
  const shop = data?.shops.find(({ id }) => id === shopId);
  return useMemo(() => ({ currencies: [...new Set([...(shop ? [shop.currency] : []), ...usual])], places: shop ? placesOf(shop).map(({ name }) => name) : [] }), [shop]);
}
