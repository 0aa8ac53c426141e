import { Hourglass, MessageSquareWarning } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Icon, showToast } from '#renderer/ui/index.ts';
import { isReviewer, isToDecide } from '#shared/catalog/decision-rules.ts';
import { stageOf } from '#shared/catalog/listing-states.ts';
import { takeBack, waitingFields, withAddedPictures } from '#shared/catalog/review-ops.ts';
import { useProductPage } from '../product/product-context.ts';
import { DecisionForm } from './decision-form.tsx';
import { AddedPictures, ReviewField } from './review-field.tsx';
import styles from './review.module.css';

/**
 * Where a listing stands with the marketplace. Of a published one whose edit waits: what buyers see beside what is proposed, and the way back; of one
 * sent in: that nothing is live yet. The moderator's word; and for who decides, the decision.
 */
export function ReviewPanel() {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const me = useMe();
  const now = useNow(60_000);
  const explain = useExplain();
  const { detail, save } = useProductPage();
  const { product, editable } = detail;
  const stage = stageOf(product.status);
  const isFirst = stage === 'looked-at' || stage === 'answered';
  const decides = me !== null && isReviewer(me) && isToDecide(product);
  // A console of an earlier version sent it in: since when it waits is not known.
  const review = product.review ?? (stage === 'looked-at' ? { state: 'pending' as const, since: null, note: null, noteAt: null } : null);
  if (!review) return null;
  const lead = () => {
    if (isFirst) return decides ? t('review.first.staff') : t(`review.first.lead.${review.state}`);
    return product.status === 'approved' && review.state !== 'declined' ? t('review.leadApproved') : t(`review.lead.${review.state}`);
  };
  const fields = waitingFields(product);
  const { added, others } = withAddedPictures(fields);
  const back = async (paths: readonly string[] | null) => {
    const result = await save(takeBack(product, paths === null ? null : new Set(paths)), 'take-back-review', t('review.takenBack', { count: paths?.length ?? fields.length }));
    if (!result.ok) showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <section className={styles.panel} data-state={review.state} aria-labelledby="review-head" data-field="review">
      <header className={styles.head}>
        <Icon icon={review.state === 'pending' ? Hourglass : MessageSquareWarning} />
        <h2 id="review-head">{isFirst ? t(`review.first.state.${review.state}`) : t(`review.state.${review.state}`)}</h2>
        {review.since !== null && <time className={`num ${styles.since}`} dateTime={new Date(review.since).toISOString()} title={formatExact(review.since, locale)}>{t('review.since', { when: formatMoment(review.since, now, locale) })}</time>}
        {editable && fields.length > 1 && <Button size="sm" onPress={() => void back(null)}>{t('review.takeAllBack')}</Button>}
      </header>
      <p className={styles.lead}>{lead()}</p>
      {review.note !== null && (
        <blockquote className={styles.note} dir="auto">
          <p>{review.note}</p>
          {review.noteAt !== null && <footer className={styles.since}>{t('review.noteAt', { when: formatMoment(review.noteAt, now, locale) })}</footer>}
        </blockquote>
      )}
      {fields.length > 0 && (
        <table className={styles.fields}>
          <thead>
            <tr>
              <th scope="col">{t('review.field')}</th>
              <th scope="col">{t('review.live')}</th>
              <th scope="col">{t('review.proposed')}</th>
              {editable && <th scope="col"><span className={styles.hidden}>{t('review.takeBack')}</span></th>}
            </tr>
          </thead>
          <tbody>
            {(added.length > 1 ? others : fields).map((field) => <ReviewField key={field.path} field={field} onTakeBack={editable ? () => void back([field.path]) : null} />)}
            {added.length > 1 && <AddedPictures fields={added} onTakeBack={editable ? (paths) => void back(paths) : null} />}
          </tbody>
        </table>
      )}
      {decides && <DecisionForm />}
    </section>
  );
}
