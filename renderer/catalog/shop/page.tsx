import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf } from '#renderer/app/router.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { EmptyState, ErrorState, Skeleton, Status, type Tone } from '#renderer/ui/index.ts';
import { shopId, type ShopId } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { formatDay, nextClosure, todayHere } from './closing.ts';
import { ClosuresSection } from './closures-section.tsx';
import { PlacesSection } from './places-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { ReturnsSection } from './returns-section.tsx';
import { ShippingSection } from './shipping-section.tsx';
import { ShopContext, useSaveShop, type ShopDetail, type ShopPageContext } from './shop-context.ts';
import { ShopHistory } from './shop-history.tsx';
import { StockSection } from './stock-section.tsx';
import { TaxesSection } from './taxes-section.tsx';
import { TemplateSection } from './template-section.tsx';
import { WatermarkSection } from './watermark-section.tsx';
import styles from './shop.module.css';

/** A shop as its own people keep it: `#/shop` the one on screen, `#/shop/<id>` one of several. Each field saves itself, also without a network. */
export function ShopPage({ parts, query }: PageProps) {
  const { t } = useTranslation('shop');
  const { current } = useShop();
  const { data, error, refresh } = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  usePageTitle(t('title'));
  if (error) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <Waiting />;
  const asked = shopId.safeParse(parts[0]).data ?? current?.id ?? (data.shops.length === 1 ? data.shops[0]!.id : null);
  if (asked === null) return data.shops.length === 0 ? <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState> : <Choose shops={data.shops} />;
  return <OneShop key={asked} id={asked} field={query.get('field')} />;
}

function Choose({ shops }: { shops: readonly Shop[] }) {
  const { t } = useTranslation('shop');
  return (
    <div className={styles.choose}>
      <h1>{t('choose.title')}</h1>
      <p className={styles.hint}>{t('choose.text')}</p>
      <ul className={styles.shops}>
        {shops.map(({ id, name, city }) => (
          <li key={id}><a href={hrefOf(['shop', id])}><bdi>{name}</bdi></a> <span className={styles.soft}><bdi>{city}</bdi></span></li>
        ))}
      </ul>
    </div>
  );
}

function OneShop({ id, field }: { id: ShopId; field: string | null }) {
  const { t } = useTranslation('shop');
  const { data, state, error, refresh } = useAsk('catalog.shop', { id }, { refreshOn: ['catalog.changed'] });
  if (state === 'error' && error) return error.code === 'not-found' ? <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState> : <ErrorState error={error} onRetry={refresh} />;
  return data ? <Loaded detail={data} field={field} /> : <Waiting />;
}

const tones: Readonly<Record<Shop['status'], Tone>> = { pending_approval: 'info', open: 'ok', suspended: 'warn', terminated: 'mute' };
const sections = ['profile', 'places', 'taxes', 'shipping', 'returns', 'closures', 'template', 'watermark', 'stock', 'history'] as const;

function Loaded({ detail, field }: { detail: ShopDetail; field: string | null }) {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const me = useMe();
  const save = useSaveShop(detail.shop.id);
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const account = me?.id ?? '';
  const context = useMemo<ShopPageContext>(() => ({ detail, account, save: (ops, said) => latest.current(ops, said) }), [detail, account]);
  const today = todayHere(useNow(60_000));
  const page = useRef<HTMLDivElement>(null);
  // A link to a field (a conflict, a refused edit) leads to it.
  useEffect(() => {
    if (field === null) return;
    const target = page.current?.querySelector(`[data-field="${CSS.escape(field)}"]`);
    target?.scrollIntoView({ block: 'center' });
    target?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  }, [field]);
  const { shop } = detail;
  const closing = nextClosure(shop, today);
  const body: Record<(typeof sections)[number], React.ReactNode> = {
    profile: <ProfileSection />, places: <PlacesSection />, taxes: <TaxesSection />, shipping: <ShippingSection />, returns: <ReturnsSection />,
    closures: <ClosuresSection today={today} />, template: <TemplateSection />, watermark: <WatermarkSection />, stock: <StockSection />, history: <ShopHistory />,
  };
  return (
    <ShopContext value={context}>
      <div className={styles.page} ref={page}>
        <header className={styles.head}>
          <h1><bdi>{shop.name}</bdi></h1>
          <Status tone={tones[shop.status]}>{t(`status.${shop.status}`)}</Status>
          {closing && (
            <Status tone={closing.isNow ? 'warn' : 'info'}>
              {closing.isNow ? t('closed.now', { to: formatDay(closing.closure.to, locale) }) : t('closed.from', { from: formatDay(closing.closure.from, locale), to: formatDay(closing.closure.to, locale) })}
            </Status>
          )}
          {!detail.editable && <p className={styles.readOnly}>{t('readOnly')}</p>}
        </header>
        <nav className={styles.contents} aria-label={t('contents')}>
          {sections.map((name) => (
            <a key={name} href={`#shop-${name}`} className={styles.jump} onClick={(event) => { event.preventDefault(); page.current?.querySelector(`#shop-${name}`)?.scrollIntoView({ block: 'start' }); }}>{t(`${name}.title`)}</a>
          ))}
        </nav>
        <div className={styles.sections}>
          {sections.map((name) => (
            <section key={name} id={`shop-${name}`} className={styles.section} aria-labelledby={`shop-${name}-title`}>
              <h2 id={`shop-${name}-title`} className={styles.heading}>{t(`${name}.title`)}</h2>
              {body[name]}
            </section>
          ))}
        </div>
      </div>
    </ShopContext>
  );
}

function Waiting() {
  return (
    <div className={styles.choose} aria-busy>
      <Skeleton width={220} height={20} />
      <Skeleton width={420} />
      <Skeleton width={380} />
    </div>
  );
}
