import { Images, ImagePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useChosen } from '#renderer/sync/use-chosen.ts';
import { Button, EmptyState, ErrorState, Icon, PickList, Segmented, Skeleton } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { TrayPicture } from '#shared/media/library-channels.ts';
import { MOST_PICTURE_BYTES } from '#shared/media/limits.ts';
import { useState } from 'react';
import { AddPictures } from '../add-pictures.tsx';
import { useHandings } from '../hand-over.ts';
import { HandingBar } from './handing-bar.tsx';
import { NamePattern } from './name-pattern.tsx';
import { RefusedFiles } from './refused-files.tsx';
import { placing, targetOf } from './targets.ts';
import { TrayDetail } from './tray-detail.tsx';
import { TrayLine } from './tray-line.tsx';
import { useTrayActs } from './use-tray-acts.ts';
import { trayFilters, useMatches, useTrayLines, type TrayFilter } from './use-tray.ts';
import styles from './tray.module.css';

const idOf = ({ id }: TrayPicture): string => id;

/** What came in and waits for its listing: by its name, by hand, or until somebody says; then all of it is placed as one change. */
export function TrayView({ shopId, onFiles }: { shopId: ShopId; onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const account = useMe()?.id ?? '';
  const [filter, setFilter] = useState<TrayFilter>('all');
  const counts = useAsk('media.tray', { shopId, limit: 1 }, { refreshOn: ['media.trayChanged'] });
  const lines = useTrayLines(shopId, filter);
  const { index, line, choose } = useChosen(`${shopId} ${filter}`, lines, idOf);
  const { pattern, setPattern, chosen, setChosen, matches, error } = useMatches(shopId, account);
  const isHanding = useHandings(({ now }) => now !== null);
  const acts = useTrayActs();
  const matchOf = new Map((matches ?? []).map((match) => [match.id, match]));
  const { going, ambiguous, unmatched } = placing(matches ?? [], chosen);

  const place = async () => {
    if (going.length === 0 || acts.isPlacing) return;
    const placed = new Set(await acts.place(going));
    setChosen(Object.fromEntries(Object.entries(chosen).filter(([id]) => !placed.has(id))));
  };
  useShortcut('media.place', () => void place(), { enabled: going.length > 0 });
  useShortcut('media.dismiss', () => line && void acts.dismiss([line.id]), { enabled: line !== undefined });
  const { data } = counts;
  if (counts.error && !data) return <ErrorState error={counts.error} onRetry={counts.refresh} />;
  if (!data) return <div className={styles.loading} aria-busy><Skeleton width="40%" /><Skeleton width="70%" /><Skeleton width="60%" /></div>;
  const inTray = data.waiting + data.ready + data.refused;
  const isEmpty = inTray === 0 && !isHanding;
  const target = line === undefined ? null : targetOf(matchOf.get(line.id), chosen[line.id]);
  return (
    <>
      <HandingBar shopId={shopId} />
      <RefusedFiles shopId={shopId} inTray={data.refused} />
      {isEmpty ? (
        <div className={styles.empty}>
          <EmptyState icon={ImagePlus} title={t('tray.emptyTitle')} actions={<AddPictures onFiles={onFiles} size="md" variant="go" />}>
            {t('tray.emptyText', { size: formatBytes(MOST_PICTURE_BYTES, locale) })}
          </EmptyState>
        </div>
      ) : (
        <>
          <div className={styles.tools}>
            <NamePattern value={pattern} error={error} onChange={setPattern} />
            <div className={styles.sums}>
              <p role="status" className={styles.sumWords}>{t('tray.sums', { going: t('tray.going', { count: going.length }), ambiguous: t('tray.open', { count: ambiguous }), unmatched: t('tray.without', { count: unmatched }) })}</p>
              <Button variant="go" icon={Images} kbd="Mod+Enter" isDisabled={going.length === 0} isPending={acts.isPlacing} onPress={() => void place()}>{t('place.action', { count: going.length })}</Button>
            </div>
          </div>
          <div className={styles.split}>
            <div className={styles.side}>
              <Segmented
                label={t('filter.label')} hideLabel value={filter} onChange={setFilter}
                items={trayFilters.map((id) => ({ id, label: `${t(`filter.${id}`)} ${formatNumber(id === 'all' ? inTray : data[id], locale)}` }))}
              />
              {lines.error && <ErrorState size="line" error={lines.error} onRetry={lines.refresh} />}
              {lines.total > 0 ? (
                <PickList key={filter} label={t('tray.label')} rows={lines.rows} idOf={idOf} selected={index} onSelect={choose}>
                  {(picture) => <TrayLine picture={picture} match={matchOf.get(picture.id)} target={targetOf(matchOf.get(picture.id), chosen[picture.id])} />}
                </PickList>
              ) : !lines.waiting && <p className={styles.none}><Icon icon={Images} /> {t('tray.noneOf')}</p>}
            </div>
            <div className={styles.main}>
              {line && (
                <TrayDetail
                  key={line.id} picture={line} match={matchOf.get(line.id)} target={target} onDismiss={() => void acts.dismiss([line.id])}
                  onChoose={(next) => setChosen(next === null ? Object.fromEntries(Object.entries(chosen).filter(([id]) => id !== line.id)) : { ...chosen, [line.id]: next })}
                />
              )}
            </div>
          </div>
        </>
      )}
    </>
  );
}
