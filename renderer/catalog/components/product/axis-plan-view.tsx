import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Segmented } from '#renderer/ui/index.ts';
import type { AxisPlan, DeletedVariant } from '#shared/catalog/axis-plan.ts';
import { useProductPage } from './product-context.ts';
import styles from './axes.module.css';

const parts = ['created', 'kept', 'deleted'] as const;
type Part = (typeof parts)[number];
type Props = { plan: AxisPlan; /** Ticks or unticks one missing combination. */ onChoose: (key: string, chosen: boolean) => void };

/** Everything a change of the axes creates, keeps and deletes, counted and one by one, before anything happens. */
export function AxisPlanView({ plan, onChoose }: Props) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const [asked, setAsked] = useState<Part | null>(null);
  const counts: Record<Part, number> = { created: plan.missing.filter(({ chosen }) => chosen).length, kept: plan.kept.length, deleted: plan.deleted.length };
  const blocked = plan.deleted.filter(({ held }) => held.length > 0);
  const part = asked ?? (blocked.length > 0 ? 'deleted' : plan.missing.length > 0 ? 'created' : 'kept');
  return (
    <section className={styles.plan} aria-label={t('axes.plan')}>
      <div className={styles.planHead}>
        <h3>{t('axes.plan')}</h3>
        <Segmented label={t('axes.plan')} hideLabel items={parts.map((id) => ({ id, label: `${t(`axes.${id}`)} ${formatNumber(counts[id], locale)}` }))} value={part} onChange={setAsked} />
      </div>
      {part === 'created' && <Created plan={plan} onChoose={onChoose} />}
      {part === 'kept' && <Kept plan={plan} />}
      {part === 'deleted' && <Deleted deleted={plan.deleted} />}
    </section>
  );
}

function Created({ plan, onChoose }: Props) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const { detail: { product } } = useProductPage();
  if (plan.missing.length === 0) return <p className={styles.quiet}>{plan.combinations > plan.kept.length ? t('axes.unlisted', { found: formatNumber(plan.combinations, locale) }) : t('axes.none')}</p>;
  return (
    <ul className={styles.list} aria-label={t('axes.created')}>
      {plan.missing.map(({ key, options, sku, like, chosen }) => {
        const near = product.variants[like];
        return (
          <li key={key}>
            <label className={styles.line}>
              <input type="checkbox" checked={chosen} aria-label={t('axes.chosen', { name: options.join(' / ') })} onChange={(event) => onChoose(key, event.target.checked)} />
              <bdi>{options.join(' / ')}</bdi>
              <bdi className={`num ltr ${styles.code}`}>{sku}</bdi>
              {near && <span className={styles.why}>{t('axes.like', { name: near.options.join(' / ') || near.sku })}</span>}
            </label>
          </li>
        );
      })}
    </ul>
  );
}

function Kept({ plan }: { plan: AxisPlan }) {
  const { t } = useTranslation('offer');
  const { detail: { product } } = useProductPage();
  return (
    <ul className={styles.list} aria-label={t('axes.kept')}>
      {plan.kept.map(({ id, before, after }) => {
        const [was, is] = [before.join(' / '), after.join(' / ')];
        return (
          <li key={id} className={styles.line}>
            {was !== is && was !== '' && <bdi className={styles.was}>{was}</bdi>}
            {is !== '' && <bdi>{is}</bdi>}
            <bdi className={`num ltr ${styles.code}`}>{product.variants[id]?.sku}</bdi>
          </li>
        );
      })}
    </ul>
  );
}

function Deleted({ deleted }: { deleted: readonly DeletedVariant[] }) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const locale = useLocale();
  const { detail: { product, shop } } = useProductPage();
  const number = (value: number) => formatNumber(value, locale);
  if (deleted.length === 0) return <p className={styles.quiet}>{t('axes.none')}</p>;
  // What stands in the way comes first.
  const sorted = deleted.toSorted((a, b) => Number(b.held.length > 0) - Number(a.held.length > 0));
  return (
    <ul className={styles.list} aria-label={t('axes.deleted')}>
      {sorted.map(({ id, why, held }) => (
        <li key={id} className={styles.line}>
          <bdi>{product.variants[id]?.options.join(' / ')}</bdi>
          <bdi className={`num ltr ${styles.code}`}>{product.variants[id]?.sku}</bdi>
          <span className={styles.why}>{t(why === 'value-gone' ? 'axes.valueGone' : 'axes.sameAsOther')}</span>
          {held.map(({ place, onHand, reserved, incoming }) => (
            <span key={place} className={styles.held}>{t('axes.held', { place: shop.locations[place]?.name ?? words('stock.unknownPlace'), onHand: number(onHand), reserved: number(reserved), incoming: number(incoming) })}</span>
          ))}
        </li>
      ))}
    </ul>
  );
}
