import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, TextField } from '#renderer/ui/index.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import styles from '../moderation.module.css';

/** The latest decision against a listing, as its vendor reads it, with the way to contest it. Nothing is shown while there is none, or without a connection. */
export function DecisionsPanel({ productId, mayAppeal }: { productId: ProductId; mayAppeal: boolean }) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  const explain = useExplain();
  const asked = useAsk('moderation.decisions', { productId }, { refreshOn: ['catalog.changed', 'moderation.changed'] });
  const [text, setText] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const latest = asked.data?.decisions[0];
  if (latest === undefined || latest.statement === null) return null;
  const { appeal } = latest;
  const send = async () => {
    if ((text ?? '').trim() === '') return setFault(t('reasonNeeded'));
    const result = await ask('moderation.appeal', { id: latest.id, text: text!.trim() });
    if (!result.ok) return setFault(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    setText(null);
    asked.refresh();
  };
  return (
    <section className={styles.panel} aria-labelledby="decision-head">
      <h2 id="decision-head">{t('statement')}</h2>
      <p className={styles.quiet}>{formatExact(latest.at, locale)}</p>
      <p className={styles.statement}>{latest.statement[locale]}</p>
      {appeal !== null && (
        <>
          <h3>{t('yourAppeal')}</h3>
          <blockquote className={styles.quote} dir="auto">{appeal.text}</blockquote>
          <p role="status">{appeal.outcome === null ? t('appealWaits') : t(`outcomeTold.${appeal.outcome}`)}</p>
          {appeal.reason !== null && <blockquote className={styles.quote} dir="auto">{appeal.reason}</blockquote>}
        </>
      )}
      {appeal === null && mayAppeal && text === null && <Button onPress={() => setText('')}>{t('contest')}</Button>}
      {appeal === null && text !== null && (
        <form onSubmit={(event) => { event.preventDefault(); void send(); }} className={styles.appeal}>
          <TextField label={t('contestWhy')} multiline rows={3} maxLength={500} value={text} onChange={(value) => { setText(value); setFault(null); }} error={fault} autoFocus />
          <p className={styles.acts}><Button variant="go" type="submit">{t('contestSend')}</Button><Button variant="quiet" onPress={() => setText(null)}>{t('cancel')}</Button></p>
        </form>
      )}
    </section>
  );
}
