import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatExact, formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Picture } from '#renderer/media/picture.tsx';
import { Button, DiffText, Status } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import { waitingFields } from '#shared/catalog/review-ops.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { CaseDetail } from '#shared/moderation/contract.ts';
import type { PolicyId } from '#shared/moderation/model.ts';
import type { Draft } from '../draft.ts';
import type { ReviewAct, ReviewState } from '../review-keys.ts';
import { AppealForm } from './appeal-form.tsx';
import { Beside } from './beside.tsx';
import { ClaimLine } from './claim-line.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { Findings } from './findings.tsx';
import styles from '../moderation.module.css';

type Props = {
  one: CaseDetail; state: ReviewState; onState: (state: ReviewState) => void; onAct: (act: ReviewAct) => void; draft: Draft; onDraft: (draft: Draft) => void;
  factsOf: (policy: PolicyId) => string; fault: AppError | null; onChanged: () => void;
};

/** One case: what is proposed against what buyers see, what the checks found, who sells it, and the decision. */
export function CaseView({ one, ...decision }: Props) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  const [asked, setAsked] = useState(false);
  const explain = useExplain();
  // The checks may say so only while the case is being looked at.
  const shown = asked || !one.hidesPictures;
  const { product, row } = one;
  const waiting = new Map(waitingFields(product).map((field) => [field.path, field]));
  const prices = variantsInOrder(product).map(([, { price }]) => price);
  const isOver = row.state === 'decided' || row.state === 'closed' || row.state === 'withdrawn';
  const isAppeal = row.state === 'appealed' || row.state === 'appeal_claimed';
  return (
    <article className={styles.case} aria-label={row.title}>
      <header className={styles.caseHead}>
        <h2 dir="auto">{row.title}</h2>
        <span className={styles.quiet}><bdi>{row.shopName}</bdi> · {t(`reason.${row.reason}`)} · <time dateTime={new Date(row.openedAt).toISOString()}>{formatExact(row.openedAt, locale)}</time></span>
        <a href={hrefOf(['catalog', product.id])}>{t('openListing')}</a>
      </header>
      <ClaimLine one={one} onAct={decision.onAct} onChanged={decision.onChanged} />
      <div className={styles.caseBody}>
        <div className={styles.main}>
          <section aria-label={t('pictures')} className={styles.pictures}>
            {imagesOf(product).map(([id, image]) => (
              <span key={id} className={shown ? '' : styles.blurred}><Picture image={image} shopId={product.shopId} alt={image.alt[locale] ?? ''} size={112} fit="contain" /></span>
            ))}
            {!shown && <Button size="sm" onPress={() => setAsked(true)}><Eye size={14} aria-hidden />{t('showPictures')}</Button>}
          </section>
          {locales.filter((one_) => product.texts[one_] !== undefined).map((one_) => (
            <section key={one_} className={styles.text} lang={one_} dir={one_ === 'ar' ? 'rtl' : 'ltr'}>
              {(['title', 'description'] as const).map((part) => {
                const text = product.texts[one_]![part];
                const live = waiting.get(`texts/${one_}/${part}`)?.live;
                const before = typeof live === 'string' ? live : one.earlier?.texts[one_]?.[part];
                const body = before !== undefined && before !== text ? <DiffText before={before} after={text} /> : text;
                return part === 'title' ? <h3 key={part}>{body}</h3> : <p key={part}>{body}</p>;
              })}
            </section>
          ))}
          <dl className={styles.facts}>
            <dt>{t('price')}</dt>
            <dd className="num">{prices.length > 0 && formatMoney(prices.reduce((least, price) => (price < least ? price : least)), product.currency, locale)}{one.price !== null && <> <Status tone="warn">{t(one.price.isDear ? 'priceDear' : 'priceCheap', { times: formatNumber(one.price.times, locale), middle: formatMoney(one.price.middle, one.price.currency, locale) })}</Status></>}</dd>
            <dt>{t('brand')}</dt>
            <dd><bdi>{product.brand ?? t('noBrand')}</bdi></dd>
          </dl>
          <Findings one={one} />
        </div>
        <Beside one={one} blurred={!shown} />
      </div>
      {(isAppeal || isOver) && decision.fault !== null && <p role="alert" className={styles.fault}>{explain(decision.fault).what} {explain(decision.fault).wayOut}</p>}
      {isAppeal ? <AppealForm one={one} onChanged={decision.onChanged} /> : isOver ? <p className={styles.over}>{row.action === null ? t(`state.${row.state}`) : t('overAs', { action: t(`action.${row.action}`) })}</p> : <DecisionBar one={one} {...decision} />}
    </article>
  );
}
