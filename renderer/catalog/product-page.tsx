import { ArrowLeft } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { syncState, useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { Asking } from '#renderer/lib/use-ask.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, EmptyState, ErrorState, Skeleton } from '#renderer/ui/index.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { CompletenessList } from './components/completeness-list.tsx';
import { HistoryList } from './components/history/history-list.tsx';
import { Picture } from '../media/picture.tsx';
import { PicturesSection } from '../media/product/pictures-section.tsx';
import { PreviewsSection } from './components/previews/previews-section.tsx';
import { ConflictNote } from './components/product/conflict-note.tsx';
import { IdentitySection } from './components/product/identity-section.tsx';
import { KindSection } from './components/product/kind-section.tsx';
import { ListingState } from './components/product/listing-state.tsx';
import { ProductContext, type ProductPageContext } from './components/product/product-context.ts';
import { ScorePanel } from './components/score/score-panel.tsx';
import { TermsSection } from './components/product/terms-section.tsx';
import { DecisionsPanel } from '../moderation/components/decisions-panel.tsx';
import { ReviewPanel } from './components/review/review-panel.tsx';
import { TextsSection } from './components/product/texts-section.tsx';
import { VariantsSection } from './components/product/variants-section.tsx';
import { useCatalog } from './store.ts';
import type { Intent } from './use-edits.ts';
import { useConflictNews } from './use-conflict-news.ts';
import { useReveal } from './use-reveal.ts';
import { useUndoToast } from './use-undo.ts';
import { useHistory, useProduct, withOps, type ProductDetail } from './use-product.ts';
import styles from './components/product/product.module.css';

/** One product, whole: everything about it can be read and, by its own people, changed here. Each field saves itself. */
export function ProductPage({ id, field }: { id: string; field: string | null }) {
  const { t } = useTranslation('catalog');
  const listHref = useCatalog((state) => state.listHref);
  const { data, state, error, refresh, amend } = useProduct(id);
  useScope('product');
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  const isWhole = syncState.use((live) => live.value?.cacheReady ?? true);
  if (state === 'error' && error) {
    return !isWhole && error.code === 'not-found' ? (
      <EmptyState isPage title={t('product.notYet')} actions={<Button onPress={back}>{t('product.back')}</Button>}>{t('product.notYetText')}</EmptyState>
    ) : error.code === 'not-found' || error.code === 'gone' ? (
      <EmptyState isPage title={t('product.gone')} actions={<Button onPress={back}>{t('product.back')}</Button>}>{t('product.goneText')}</EmptyState>
    ) : (
      <ErrorState error={error} onRetry={refresh} actions={<Button variant="quiet" onPress={back}>{t('product.back')}</Button>} />
    );
  }
  if (!data) {
    return (
      <div className={styles.loading} aria-busy>
        <Skeleton width="40%" height={20} />
        <Skeleton width="70%" height={12} />
        <Skeleton width="90%" height={120} />
      </div>
    );
  }
  // Deleted while it is open, here or elsewhere: what was typed stays in sight to be copied, and nothing more can be saved into it.
  const isGone = error?.code === 'not-found' || error?.code === 'gone';
  return <Loaded detail={isGone ? { ...data, editable: false } : data} isGone={isGone} amend={amend} field={field} onBack={back} />;
}

function Loaded({ detail, isGone, amend, field, onBack }: { detail: ProductDetail; isGone: boolean; amend: Asking<ProductDetail>['amend']; field: string | null; onBack: () => void }) {
  const { t } = useTranslation(['catalog', 'listing']);
  const locale = useLocale();
  const me = useMe();
  const { product, shop, editable, conflicts } = detail;
  const history = useHistory(product.id, 100);
  useConflictNews(conflicts);
  const undoToast = useUndoToast();
  const title = titleIn(product, locale);
  const name = title.title === '' ? t('untitled') : title.title;
  usePageTitle(name);
  const latest = useRef(undoToast);
  useEffect(() => {
    latest.current = undoToast;
  });
  const account = me?.id ?? '';

  const context = useMemo<ProductPageContext>(
    () => ({
      detail,
      account,
      save: async (ops: readonly FieldOp[], intent: Intent, said: string) => {
        const result = await ask('catalog.edit', { edits: [{ id: detail.product.id, ops: [...ops] }], intent });
        if (result.ok) {
          amend((shown) => withOps(shown, ops));
          latest.current(said, result.value);
        }
        return result.ok ? { ok: true, value: null } : result;
      },
      conflictAt: (path) => conflicts.find((conflict) => conflict.field.path === path) ?? null,
    }),
    [detail, account, conflicts, amend],
  );

  const body = useRef<HTMLDivElement>(null);
  const [reveal, lead] = useReveal(product.id, field, body);

  const first = variantsInOrder(product)[0]?.[1];
  const [picture] = imagesOf(product).map(([, image]) => image);
  const statusConflict = conflicts.find((conflict) => conflict.field.path === 'status');
  return (
    <ProductContext value={context}>
      <div className={styles.page}>
        <header className={styles.head}>
          <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={onBack}>{t('product.back')}</Button>
          <Picture image={picture ?? null} shopId={product.shopId} alt={picture ? '' : t('picture.none')} size={40} />
          <div className={styles.names}>
            <h1 lang={title.locale} dir="auto">{name}</h1>
            <p className={styles.codes}>
              <bdi className="num ltr">{first?.sku}</bdi> · {t('variants.count', { count: Object.keys(product.variants).length })} · {shop.name}
            </p>
          </div>
          <ListingState onLead={lead} />
        </header>
        {isGone ? <p role="alert" className={styles.nowGone}>{t('product.nowGone')}</p> : !editable && <p className={styles.readOnly}>{t('product.readOnly')}</p>}
        {statusConflict && <ConflictNote conflict={statusConflict} path="status" />}
        <div className={styles.body} ref={body}>
          <ReviewPanel />
          <DecisionsPanel productId={product.id} mayAppeal={editable && me?.role === 'vendor'} />
          <div className={styles.main}>
            <TextsSection reveal={reveal} />
            <PicturesSection focus={field?.startsWith('images/') ? field : null} />
            <KindSection />
            <VariantsSection reveal={reveal} />
            <IdentitySection />
            <TermsSection />
            <PreviewsSection detail={detail} />
          </div>
          <aside className={styles.aside}>
            <section className={styles.section} aria-labelledby="complete-head">
              <h2 id="complete-head">{t('panel.completeness')}</h2>
              <CompletenessList product={product} category={detail.category} />
            </section>
            <section className={styles.section} aria-labelledby="score-head">
              <h2 id="score-head">{t('listing:score.title')}</h2>
              <ScorePanel product={product} category={detail.category} />
            </section>
            <section className={styles.section} aria-labelledby="history-head">
              <h2 id="history-head">{t('panel.history')} <a className={styles.more} href={hrefOf(['catalog', product.id, 'versions'])}>{t('history.versions')}</a></h2>
              {history.error ? <ErrorState size="line" error={history.error} onRetry={history.refresh} /> : <HistoryList history={history.data} product={product} shop={shop} />}
            </section>
          </aside>
        </div>
      </div>
    </ProductContext>
  );
}
