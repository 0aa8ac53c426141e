import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { dismissHanding, isFor, retryHanding, useHandings } from '../hand-over.ts';
import { Refusal } from '../refusal.tsx';
import styles from './tray.module.css';

/** So many are drawn until somebody wants them all. */
const SHOWN = 5;

/** Files that were not taken at all, each with its reason; all of them as text, for whoever sent the pictures. */
export function RefusedFiles({ shopId, inTray }: { shopId: ShopId; inTray: number }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const explain = useExplain();
  const [isWhole, setWhole] = useState(false);
  const all = useHandings(({ refused }) => refused);
  const refused = all.filter(isFor({ shopId, productId: null }));
  const copy = async () => {
    const lines = refused.map(({ name, error }) => ({ name, error }));
    for (let offset = 0; offset < inTray; offset += 500) {
      const page = await ask('media.tray', { shopId, state: 'refused', offset, limit: 500 });
      if (!page.ok) break;
      lines.push(...page.value.pictures.map(({ name, error }) => ({ name, error })));
    }
    const said = ({ name, error }: { name: string; error: AppError | null }) => (error === null ? name : `${name} : ${explain(error).what} ${explain(error).wayOut}`);
    await navigator.clipboard.writeText(lines.map(said).join('\n'));
    showToast({ tone: 'ok', text: t('refused.copied', { count: lines.length }) });
  };
  if (refused.length + inTray === 0) return null;
  return (
    <section className={styles.refusedFiles} aria-label={t('refused.label')}>
      <header className={styles.refusedHead}>
        <b role="status">{t('refused.count', { count: refused.length + inTray })}</b>
        <Button size="sm" variant="quiet" icon={Copy} onPress={() => void copy()}>{t('refused.copy')}</Button>
        {refused.length > 0 && <Button size="sm" variant="quiet" onPress={() => dismissHanding(refused.map(({ id }) => id))}>{t('refused.dismissAll')}</Button>}
      </header>
      <ul>
        {(isWhole ? refused : refused.slice(0, SHOWN)).map(({ id, file, name, error }) => error && <Refusal key={id} name={name} error={error} onRetry={file === null ? undefined : () => retryHanding(id)} onDismiss={() => dismissHanding([id])} />)}
      </ul>
      {refused.length > SHOWN && !isWhole && <Button size="sm" variant="quiet" onPress={() => setWhole(true)}>{t('refused.more', { rest: formatNumber(refused.length - SHOWN, locale) })}</Button>}
    </section>
  );
}
