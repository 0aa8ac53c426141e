import { CloudUpload, Pause, Play, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Select, showToast, Skeleton } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { UploadControl } from '#shared/media/upload-channels.ts';
import { UploadLine } from './upload-line.tsx';
import styles from './uploads.module.css';

const SHOWN = 50;
/** What a line may be held to, bytes each second. */
const LIMITS = [64_000, 256_000, 1_000_000, 4_000_000] as const;

/** Pictures on their way to the server: how many wait, how heavy, what is under way, what was refused; held back, limited, tried again. */
export function UploadsView() {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const explain = useExplain();
  const connection = syncState.use((live) => live.value?.connection.name ?? null);
  const { data, error, refresh, amend } = useAsk('media.uploads', { limit: SHOWN }, { refreshOn: ['media.uploadsChanged', 'sync.state'] });
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.body} aria-busy><Skeleton width="40%" /><Skeleton width="70%" /></div>;
  const complain = (why: AppError) => showToast({ tone: 'bad', text: explain(why).what, detail: explain(why).wayOut });
  const control = async (change: Partial<UploadControl>) => {
    const answer = await ask('media.control', change);
    if (answer.ok) amend((shown) => ({ ...shown, ...answer.value }));
    else complain(answer.error);
  };
  const retry = async () => {
    const answer = await ask('media.retryUploads', {});
    if (answer.ok) refresh();
    else complain(answer.error);
  };
  const { waiting, waitingBytes, paused, bytesPerSecond, next, refused } = data;
  const isOffline = connection !== null && ['offline', 'needs-sign-in', 'stopped', 'signed-out'].includes(connection);
  const perSecond = (bytes: number) => t('uploads.perSecond', { bytes: formatBytes(bytes, locale) });
  const limits = [...new Set([...LIMITS, ...(bytesPerSecond === null ? [] : [bytesPerSecond])])].toSorted((a, b) => a - b);
  return (
    <div className={styles.body}>
      <div className={styles.head}>
        <p role="status" className={styles.sum}>
          {waiting === 0 ? t('uploads.none') : <><b>{t('uploads.waiting', { count: waiting })}</b> · <span className="num">{formatBytes(waitingBytes, locale)}</span></>}
          {waiting > 0 && paused && <span className={styles.warn}>{t('uploads.paused')}</span>}
          {waiting > 0 && !paused && isOffline && <span className={styles.warn}>{t('uploads.offline')}</span>}
        </p>
        <Button size="sm" icon={paused ? Play : Pause} onPress={() => void control({ paused: !paused })}>{t(paused ? 'uploads.resume' : 'uploads.pause')}</Button>
        <Select
          label={t('uploads.limit')} className={styles.limit} value={bytesPerSecond === null ? 'none' : String(bytesPerSecond)}
          items={[{ id: 'none', label: t('uploads.unlimited') }, ...limits.map((bytes) => ({ id: String(bytes), label: perSecond(bytes) }))]}
          onChange={(id) => void control({ bytesPerSecond: id === 'none' ? null : Number(id) })}
        />
        {(next.some((one) => one.error !== null) || refused.length > 0) && <Button size="sm" icon={RotateCw} onPress={() => void retry()}>{t('uploads.retry')}</Button>}
      </div>
      {refused.length > 0 && (
        <section aria-labelledby="uploads-refused">
          <h2 id="uploads-refused" className={styles.bad}>{t('uploads.refused', { count: refused.length })}</h2>
          <ul className={styles.list}>{refused.map((upload) => <UploadLine key={keyOf(upload)} upload={upload} />)}</ul>
        </section>
      )}
      {next.length > 0 && (
        <section aria-labelledby="uploads-next">
          <h2 id="uploads-next">{t('uploads.next')}</h2>
          <ul className={styles.list}>{next.map((upload) => <UploadLine key={keyOf(upload)} upload={upload} />)}</ul>
          {waiting > next.length && <p className={styles.soft}>{t('uploads.more', { rest: formatNumber(waiting - next.length, locale) })}</p>}
        </section>
      )}
      {waiting === 0 && refused.length === 0 && <EmptyState icon={CloudUpload} title={t('uploads.emptyTitle')}>{t('uploads.emptyText')}</EmptyState>}
    </div>
  );
}

const keyOf = ({ sha256, role }: { sha256: string; role: object }): string => `${sha256} ${JSON.stringify(role)}`;
