import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Skeleton } from '#renderer/ui/index.ts';
import type { ProductDetail } from '../../use-product.ts';
import product from '../product/product.module.css';
import styles from './previews.module.css';

// Fetched and drawn only for those who look: most visits to a product change a price.
const Previews = lazy(() => import('./previews.tsx').then((module) => ({ default: module.Previews })));

/** The previews of a product's channels, behind one button. */
export function PreviewsSection({ detail }: { detail: ProductDetail }) {
  const { t } = useTranslation('listing');
  const [shown, setShown] = useState(false);
  return (
    <section className={product.section} aria-labelledby="previews-head">
      <div className={styles.sectionHead}>
        <h2 id="previews-head">{t('preview.title')}</h2>
        <Button size="sm" aria-expanded={shown} onPress={() => setShown(!shown)}>{t(shown ? 'preview.hide' : 'preview.show')}</Button>
      </div>
      {shown && <Suspense fallback={<Skeleton width="100%" height={200} />}><Previews detail={detail} /></Suspense>}
    </section>
  );
}
