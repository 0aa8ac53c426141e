import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, MoneyField, NumberField, Segmented, Select, TextField } from '#renderer/ui/index.ts';
import { placesOf, productKind, sku as skuSchema, type ProductId, type ProductKind, type Shop, type VariantId } from '#shared/catalog/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { useCodeCheck } from './components/product/use-code-check.ts';
import { freshId } from './components/views/use-views.ts';
import { draftProduct } from './new-product.ts';
import { useCatalog } from './store.ts';
import { useUndoToast } from './use-undo.ts';
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
  return <Form shops={mine} onBack={back} />;
}

/** A typed number; nothing typed is no number. */
const figure = (typed: number): number | null => (Number.isNaN(typed) ? null : typed);

function Form({ shops, onBack }: { shops: readonly Shop[]; onBack: () => void }) {
  const { t } = useTranslation('catalog');
  const { t: offer } = useTranslation('offer');
  const locale = useLocale();
  const me = useMe();
  const explain = useExplain();
  const undoToast = useUndoToast();
  const [shopId, setShopId] = useState<string>(shops[0]!.id);
  const shop = shops.find(({ id }) => id === shopId) ?? shops[0]!;
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<ProductKind>('physical');
  const [sku, setSku] = useState('');
  const [price, setPrice] = useState<Minor | null>(null);
  const [readable, setReadable] = useState(true);
  const [pieces, setPieces] = useState(0);
  const [weightG, setWeightG] = useState<number | null>(null);
  const [durationMinutes, setDuration] = useState<number | null>(null);
  const [capacity, setCapacity] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const check = useCodeCheck('sku', sku, { shopId: shop.id, productId: null, variantId: null }, true);
  const parsedSku = skuSchema.safeParse(sku);
  const faults = {
    title: title.trim() === '' ? t('new.titleNeeded') : title.length > 200 ? t('input.tooLong', { count: 200, found: title.length }) : null,
    sku: parsedSku.success ? (check.usedBy ?? check.fault) : t('input.skuNeeded'),
    price: price === null ? t('input.empty') : price < 0 ? t('input.negative') : null,
  };
  const create = async () => {
    setTried(true);
    if (!me || faults.title !== null || !parsedSku.success || check.fault !== null || price === null || price < 0 || !readable) return;
    setBusy(true);
    const made = draftProduct(
      { title, sku: parsedSku.data, price, ...(kind === 'physical' ? { kind, pieces, weightG } : kind === 'service' ? { kind, durationMinutes, capacity } : { kind }) },
      { id: freshId() as ProductId, variantId: freshId() as VariantId, shop, by: me, locale, now: Date.now() as EpochMs },
    );
    const result = await ask('catalog.create', { product: made });
    setBusy(false);
    if (!result.ok) return setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    useCatalog.setState({ activeId: made.id });
    undoToast(t('new.made', { title: title.trim() }), result.value);
    navigate(hrefOf(['catalog', made.id]), { replace: true });
  };
  const place = placesOf(shop)[0];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={onBack}>{t('product.back')}</Button>
        <div className={styles.names}><h1>{t('new.title')}</h1></div>
      </header>
      <form
        className={styles.newForm} noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {shops.length > 1 && <Select label={t('new.shop')} items={shops.map(({ id, name }) => ({ id: id as string, label: name }))} value={shopId} onChange={setShopId} />}
        <TextField label={t('new.titleIn', { language: languageNames[locale] })} autoFocus value={title} onChange={setTitle} error={tried ? faults.title : null} />
        <Segmented label={t('field.kind')} items={productKind.options.map((id) => ({ id, label: t(`kind.${id}`) }))} value={kind} onChange={setKind} />
        <div className={styles.twoFields}>
          <TextField label={t('column.sku')} ltr value={sku} onChange={setSku} maxLength={64} error={tried || check.usedBy !== null ? faults.sku : null} description={t('new.skuHint')} />
          <MoneyField label={t('field.price')} currency={shop.currency} value={price} onChange={setPrice} onReadable={setReadable} error={tried ? faults.price : null} />
        </div>
        {kind === 'physical' && (
          <div className={styles.twoFields}>
            {place && <NumberField label={t('new.pieces', { place: place.name })} value={pieces} onChange={(next) => setPieces(Number.isNaN(next) ? 0 : next)} minValue={0} maxValue={1_000_000} />}
            <NumberField label={offer('new.weight')} value={weightG ?? NaN} onChange={(next) => setWeightG(figure(next))} minValue={0} maxValue={2_000_000} steps={false} />
          </div>
        )}
        {kind === 'service' && (
          <div className={styles.twoFields}>
            <NumberField label={offer('service.durationMinutes')} value={durationMinutes ?? NaN} onChange={(next) => setDuration(figure(next))} minValue={5} maxValue={14_400} steps={false} />
            <NumberField label={offer('service.capacity')} value={capacity ?? NaN} onChange={(next) => setCapacity(figure(next))} minValue={1} maxValue={10_000} steps={false} />
          </div>
        )}
        {refused !== null && <p role="alert" className={styles.fault}>{refused}</p>}
        <div className={styles.newActions}>
          <Button type="submit" variant="go" isPending={busy}>{t('new.create')}</Button>
          <span className={styles.none}>{kind === 'digital' ? offer('new.thenDigital') : kind === 'service' ? offer('new.thenService') : t('new.then')}</span>
        </div>
      </form>
    </div>
  );
}
