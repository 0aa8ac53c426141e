import { ExternalLink, PanelRightClose } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Amount, ErrorState, IconButton, Skeleton, Status } from '#renderer/ui/index.ts';
import { marginOf } from '#shared/catalog/price-rules.ts';
import { availableOf } from '#shared/catalog/stock-rules.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { LocationId, Product, Shop } from '#shared/catalog/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { Output } from '#renderer/lib/client.ts';
import { toneOf } from '../../status.ts';
import { useHistory, useProduct, type ProductDetail } from '../../use-product.ts';
import { CompletenessList } from '../completeness-list.tsx';
import { HistoryList } from '../history/history-list.tsx';
import { Picture } from '#renderer/media/picture.tsx';
import { ScorePanel } from '../score/score-panel.tsx';
import styles from './panel.module.css';

/** What there is to know about the line the keyboard is in, without leaving the list. */
export function DetailPanel({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation('catalog');
  const { data, state, error, refresh } = useProduct(id);
  const history = useHistory(id, 12);
  if (id === null) return <aside className={styles.panel} aria-label={t('panel.label')}><p className={styles.hint}>{t('panel.none')}</p></aside>;
  return (
    <aside className={styles.panel} aria-label={t('panel.label')} aria-busy={state === 'loading'}>
      {state === 'error' && error ? (
        <ErrorState error={error} onRetry={refresh} />
      ) : data ? (
        <Detail detail={data} history={history.data} onClose={onClose} />
      ) : (
        <div className={styles.loading}>
          <Skeleton width="80%" height={16} />
          <Skeleton width="50%" />
          <Skeleton width={104} height={104} />
          <Skeleton width="90%" />
          <Skeleton width="70%" />
        </div>
      )}
    </aside>
  );
}

function Detail({ detail, history, onClose }: { detail: ProductDetail; history: Output<'catalog.history'> | null; onClose: () => void }) {
  const { t } = useTranslation(['catalog', 'listing']);
  const locale = useLocale();
  const { product, shop, category } = detail;
  const variants = variantsInOrder(product);
  const title = titleIn(product, locale);
  const first = variants[0]?.[1];
  return (
    <>
      <header className={styles.head}>
        <div className={styles.names}>
          <h2 className={styles.title} lang={title.locale} dir="auto">
            <a href={hrefOf(['catalog', product.id])}>{title.title === '' ? t('untitled') : title.title}</a>
          </h2>
          <p className={styles.codes}>
            <bdi className="num ltr">{first?.sku}</bdi>
            {variants.length > 1 ? <span>{t('variants.count', { count: variants.length })}</span> : first?.gtin && <span>{t('panel.gtin')} <bdi className="num ltr">{first.gtin}</bdi></span>}
          </p>
        </div>
        <Status tone={toneOf(product.status)}>{t(`status.${product.status}`)}</Status>
        <div className={styles.tools}>
          <IconButton size="sm" icon={ExternalLink} label={t('panel.open')} kbd="O" onPress={() => { location.hash = hrefOf(['catalog', product.id]); }} />
          <IconButton size="sm" icon={PanelRightClose} label={t('panel.close')} kbd="I" onPress={onClose} />
        </div>
      </header>
      <section className={styles.section} aria-label={t('field.images')}>
        <Pictures product={product} />
      </section>
      <Prices product={product} history={history} />
      <Stock product={product} shop={shop} />
      <section className={styles.section}>
        <h3>{t('panel.completeness')}</h3>
        <CompletenessList product={product} category={category} />
      </section>
      <section className={styles.section}>
        <h3>{t('listing:score.title')}</h3>
        <ScorePanel product={product} category={category} />
      </section>
      <section className={styles.section}>
        <h3>{t('panel.history')}</h3>
        <HistoryList history={history} product={product} shop={shop} compact />
      </section>
    </>
  );
}

const SHOWN_PICTURES = 3;

function Pictures({ product }: { product: Product }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const images = imagesOf(product);
  if (images.length === 0) return <Picture image={null} shopId={product.shopId} alt={t('picture.none')} size={104} />;
  return (
    <div className={styles.pictures}>
      {images.slice(0, SHOWN_PICTURES).map(([id, image], at) => (
        <Picture key={id} image={image} shopId={product.shopId} alt={image.alt[locale] ?? t('picture.nth', { count: at + 1 })} size={at === 0 ? 104 : 78} />
      ))}
      {images.length > SHOWN_PICTURES && <span className={`num ${styles.more}`}>{t('picture.more', { count: images.length - SHOWN_PICTURES })}</span>}
    </div>
  );
}

/** Value before the first edit that has not left this console; undefined when there is none. */
function unsentFrom(history: Output<'catalog.history'> | null, path: string) {
  const entry = history?.entries.findLast(({ state, changes }) => state === 'unsent' && changes.some((change) => change.path === path));
  return entry?.changes.find((change) => change.path === path)?.before;
}

function Prices({ product, history }: { product: Product; history: Output<'catalog.history'> | null }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const variants = variantsInOrder(product);
  const prices = variants.map(([, variant]) => variant.price);
  const only = variants.length === 1 ? variants[0]! : null;
  const lowest = Math.min(...prices) as Minor;
  const highest = Math.max(...prices) as Minor;
  const before = only ? unsentFrom(history, `variants/${only[0]}/price`) : undefined;
  const margin = only ? marginOf(only[1]) : null;
  return (
    <section className={styles.section}>
      <h3>{t('panel.price')}</h3>
      <dl className={styles.pairs}>
        <dt>{t('field.price')}</dt>
        <dd>
          {typeof before === 'number' && <del className={styles.old}><Amount amount={before as Minor} currency={product.currency} showCurrency={false} /></del>}
          <b><Amount amount={lowest} currency={product.currency} /></b>
          {highest !== lowest && <> – <b><Amount amount={highest} currency={product.currency} /></b></>}
          {before !== undefined && <span className={styles.unsent}>{t('mark.unsent')}</span>}
        </dd>
        {only?.[1].compareAt != null && <><dt>{t('field.compareAt')}</dt><dd><Amount amount={only[1].compareAt} currency={product.currency} /></dd></>}
        {margin && (
          <>
            <dt>{t('field.margin')}</dt>
            <dd className={margin.amount < 0 ? styles.low : undefined}>
              <Amount amount={margin.amount} currency={product.currency} />
              {margin.basisPoints !== null && <span className={`num ${styles.quiet}`}> · {formatPercent(margin.basisPoints / 10_000, locale, 1)}</span>}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Stock({ product, shop }: { product: Product; shop: Shop }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const places = new Map<string, { onHand: number; reserved: number; available: number }>();
  for (const [, variant] of variantsInOrder(product)) {
    for (const [place, level] of Object.entries(variant.stock)) {
      const sum = places.get(place) ?? { onHand: 0, reserved: 0, available: 0 };
      places.set(place, { onHand: sum.onHand + level.onHand, reserved: sum.reserved + level.reserved, available: sum.available + availableOf(level) });
    }
  }
  if (places.size === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{t('panel.stock')}</h3>
      <table className={styles.stock}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('column.onHand')}</th>
            <th scope="col">{t('column.reserved')}</th>
            <th scope="col">{t('column.available')}</th>
          </tr>
        </thead>
        <tbody>
          {[...places].map(([place, level]) => (
            <tr key={place}>
              <th scope="row">{shop.locations[place as LocationId]?.name ?? t('stock.unknownPlace')}</th>
              <td className="num">{formatNumber(level.onHand, locale)}</td>
              <td className="num">{formatNumber(level.reserved, locale)}</td>
              <td className={`num ${level.available <= shop.lowStockAt ? styles.low : ''}`}>{formatNumber(level.available, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
