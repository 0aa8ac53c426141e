import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { navigate } from '#renderer/app/router.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, MoneyField, NumberField, Segmented, Select, TextField } from '#renderer/ui/index.ts';
import type { Me } from '#shared/auth/model.ts';
import { placesOf, productKind, type Shop } from '#shared/catalog/model.ts';
import { useCatalog } from './store.ts';
import { useNewProduct } from './use-new-product.ts';
import styles from './components/product/product.module.css';

/** The short way to a new product: a title, a code, a price; the rest on its own page. Works offline like everything else. */
export function NewProductPage() {
  const { t } = useTranslation('catalog');
  usePageTitle(t('new.title'));
  useScope('product');
  const listHref = useCatalog((state) => state.listHref);
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  const me = useMe();
  const { current } = useShop();
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const mine = shops.data?.shops.filter((shop) => (current === null || current.id === shop.id) && (me?.role === 'admin' || me?.shops.some(({ id }) => id === shop.id))) ?? [];
  if (shops.error) return <ErrorState error={shops.error} onRetry={shops.refresh} />;
  if (!shops.data || !me) return null;
  if (me.role !== 'vendor' && me.role !== 'admin') return <EmptyState title={t('product.readOnly')} actions={<Button onPress={back}>{t('product.back')}</Button>} />;
  if (mine.length === 0) return <EmptyState title={t('new.noShop')} actions={<Button onPress={back}>{t('product.back')}</Button>}>{t('new.noShopText')}</EmptyState>;
  return <Form shops={mine} me={me} onBack={back} />;
}

/** A typed number; nothing typed is no number. */
const figure = (typed: number): number | null => (Number.isNaN(typed) ? null : typed);

function Form({ shops, me, onBack }: { shops: readonly Shop[]; me: Me; onBack: () => void }) {
  const { t } = useTranslation('catalog');
  const { t: common } = useTranslation('common');
  const { t: offer } = useTranslation('offer');
  const locale = useLocale();
  const form = useRef<HTMLFormElement>(null);
  const { typed, shop, faults, tries, refused, busy, skuTaken, type, isEmpty, round, clear, create } = useNewProduct(me, shops);
  const { kind } = typed;
  const tried = tries > 0;
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  const place = placesOf(shop)[0];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={onBack}>{t('product.back')}</Button>
        <div className={styles.names}><h1>{t('new.title')}</h1></div>
      </header>
      <form
        key={round} ref={form} className={styles.newForm} noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {shops.length > 1 && <Select label={t('new.shop')} items={shops.map(({ id, name }) => ({ id: id as string, label: name }))} value={shop.id as string} onChange={(shopId) => type({ shopId })} />}
        <TextField label={t('new.titleIn', { language: languageNames[locale] })} autoFocus value={typed.title} onChange={(title) => type({ title })} error={tried ? faults.title : null} />
        <Segmented label={t('field.kind')} items={productKind.options.map((id) => ({ id, label: t(`kind.${id}`) }))} value={kind} onChange={(next) => type({ kind: next })} />
        <div className={styles.twoFields}>
          <TextField label={t('column.sku')} ltr value={typed.sku} onChange={(sku) => type({ sku })} maxLength={64} error={tried || skuTaken ? faults.sku : null} description={t('new.skuHint')} />
          <MoneyField label={t('field.price')} currency={shop.currency} value={typed.price} unread={typed.unreadPrice} onChange={(price) => type({ price, unreadPrice: null })} onReadable={(readable, text) => !readable && type({ unreadPrice: text })} error={tried ? faults.price : null} />
        </div>
        {kind === 'physical' && (
          <div className={styles.twoFields}>
            {place && <NumberField label={t('new.pieces', { place: place.name })} value={typed.pieces} onChange={(next) => type({ pieces: figure(next) ?? 0 })} minValue={0} maxValue={1_000_000} />}
            <NumberField label={offer('new.weight')} value={typed.weightG ?? NaN} onChange={(next) => type({ weightG: figure(next) })} minValue={0} maxValue={2_000_000} steps={false} />
          </div>
        )}
        {kind === 'service' && (
          <div className={styles.twoFields}>
            <NumberField label={offer('service.durationMinutes')} value={typed.durationMinutes ?? NaN} onChange={(next) => type({ durationMinutes: figure(next) })} minValue={5} maxValue={14_400} steps={false} />
            <NumberField label={offer('service.capacity')} value={typed.capacity ?? NaN} onChange={(next) => type({ capacity: figure(next) })} minValue={1} maxValue={10_000} steps={false} />
          </div>
        )}
        {refused !== null && <p role="alert" className={styles.fault}>{refused}</p>}
        <div className={styles.newActions}>
          <Button type="submit" variant="go" isPending={busy}>{t('new.create')}</Button>
          {!isEmpty && <Button variant="quiet" onPress={clear}>{common('action.clear')}</Button>}
          <span className={styles.none}>{kind === 'digital' ? offer('new.thenDigital') : kind === 'service' ? offer('new.thenService') : t('new.then')}</span>
        </div>
      </form>
    </div>
  );
}
