import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { csvText, saveCsv } from '#renderer/lib/save-csv.ts';
import { Button, ErrorState, Select, showToast, Skeleton } from '#renderer/ui/index.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { Variant, VariantId } from '#shared/catalog/model.ts';
import { movementsOf, type Movement } from '../../movements.ts';
import { usePast } from '../../use-past.ts';
import { MovementLines, useMovementWords } from './movement-lines.tsx';
import { useProductPage } from './product-context.ts';
import { stockPlacesOf } from './stock-places.ts';
import styles from './stock.module.css';

/** So many more are drawn with each wish for more. */
const STEP = 100;
const ANY = '';

/** Who moved how many pieces of a variant, when, why and where, and what was left after each: back to the first, by place and reason, and as a file. */
export function StockMovements({ id, variant }: { id: VariantId; variant: Variant }) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const { detail } = useProductPage();
  const say = useMovementWords();
  const past = usePast(detail.product.id);
  const [place, setPlace] = useState<string>(ANY);
  const [why, setWhy] = useState<string>(ANY);
  const [wanted, setWanted] = useState(STEP);
  if (past.error) return <ErrorState size="line" error={past.error} onRetry={past.retry} />;
  if (!past.entries) return <Skeleton width="70%" />;

  const among = (entries: readonly HistoryEntry[]): readonly Movement[] => movementsOf(entries, id, variant);
  const asked = (movements: readonly Movement[]) => movements.filter((one) => (place === ANY || one.place === place) && (why === ANY || one.why === why));
  const all = among(past.entries);
  const found = asked(all);
  const places = [{ id: ANY, label: t('stock.everywhere') }, ...stockPlacesOf(detail, words('stock.unknownPlace')).map(({ id: one, name }) => ({ id: one as string, label: name }))];
  const reasons = [{ id: ANY, label: t('stock.anyReason') }, ...[...new Set([...all.map((one) => one.why), ...(why === ANY ? [] : [why as Movement['why']])])].map((one) => ({ id: one as string, label: say.why(one) }))];
  const showMore = async () => {
    const goal = wanted + STEP;
    setWanted(goal);
    if (found.length < goal && past.hasMore) await past.more((entries) => asked(among(entries)).length >= goal);
  };
  const save = async () => {
    const whole = past.hasMore ? await past.more(() => false) : past.entries;
    if (whole === null) return showToast({ tone: 'bad', text: t('stock.notAll') });
    const head = [t('stock.when'), t('stock.who'), t('stock.why'), t('stock.where'), t('stock.change'), t('stock.balance')];
    saveCsv(csvText([head, ...asked(among(whole)).map((one) => [new Date(one.entry.at).toISOString(), say.who(one), say.why(one.why), say.where(one), one.delta, one.balance])]), `${t('stock.file')}-${variant.sku}.csv`);
  };
  const left = found.length > wanted || past.hasMore;
  return (
    <>
      {(all.length > 0 || past.hasMore) && (
        <div className={styles.movesBar}>
          <Select label={t('stock.where')} items={places} value={place} onChange={setPlace} />
          <Select label={t('stock.why')} items={reasons} value={why} onChange={setWhy} />
          <span className={`num ${styles.quiet}`} role="status">{t(past.hasMore ? 'stock.countSoFar' : 'stock.count', { count: found.length })}</span>
          <Button size="sm" icon={Download} isDisabled={past.loading} onPress={() => void save()}>{t('stock.saveCsv')}</Button>
        </div>
      )}
      {found.length > 0 ? <MovementLines movements={found.slice(0, wanted)} /> : !left && <p className={styles.quiet}>{t(all.length === 0 ? 'stock.noMovements' : 'stock.noneSo')}</p>}
      {left && <Button size="sm" isDisabled={past.loading} onPress={() => void showMore()}>{past.loading ? t('stock.loading') : t('stock.older')}</Button>}
      {!past.complete && <p className={styles.quiet}>{words('history.offline')}</p>}
    </>
  );
}
