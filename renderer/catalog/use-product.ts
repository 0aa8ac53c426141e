import { useEffect } from 'react';
import { listen, onLine, type Output } from '#renderer/lib/client.ts';
import { useAsk, type Asking } from '#renderer/lib/use-ask.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';

export type ProductDetail = Output<'catalog.product'>;

/** A product as it is with an edit that was just written down: what the next answer will say, but for what follows from it. */
export const withOps = (shown: ProductDetail, ops: readonly FieldOp[]): ProductDetail => ({
  ...shown,
  product: applyOps(shown.product as unknown as Json, ops) as unknown as Product,
  marks: { ...shown.marks, ...Object.fromEntries(ops.filter(({ path }) => shown.marks[path] !== 'conflict').map(({ path }) => [path, 'unsent' as const])) },
});

/** One product, asked again when it (or too many to name) changed. */
export function useProduct(id: string | null): Asking<ProductDetail> {
  const asking = useAsk('catalog.product', { id: (id ?? '') as ProductId }, { enabled: id !== null });
  const { refresh } = asking;
  useEffect(() => {
    if (id === null) return;
    const stopEvent = listen('catalog.changed', ({ ids }) => {
      if (ids === null || ids.includes(id as ProductId)) refresh();
    });
    const stopLine = onLine((open) => {
      if (open) refresh();
    });
    return () => {
      stopEvent();
      stopLine();
    };
  }, [id, refresh]);
  return asking.data !== null && asking.data.product.id !== id ? { ...asking, data: null, state: 'loading' } : asking;
}

/** Its history, asked again after every change of it. */
export function useHistory(id: string | null, limit: number): Asking<Output<'catalog.history'>> {
  const asking = useAsk('catalog.history', { id: (id ?? '') as ProductId, limit }, { enabled: id !== null, keep: false });
  const { refresh } = asking;
  useEffect(() => {
    if (id === null) return;
    const stopEvent = listen('catalog.changed', ({ ids }) => {
      if (ids === null || ids.includes(id as ProductId)) refresh();
    });
    const stopSync = listen('sync.state', refresh);
    return () => {
      stopEvent();
      stopSync();
    };
  }, [id, refresh]);
  return asking;
}
