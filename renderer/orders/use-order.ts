import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, listen, onLine, type Output } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useAsk, type Asking } from '#renderer/lib/use-ask.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import type { OrderId } from '#shared/orders/model.ts';
import { onSent } from './on-sent.ts';

export type OrderDetail = Output<'orders.order'>;

/** One order, asked again when it (or too many to name) changed. */
export function useOrder(id: string): Asking<OrderDetail> {
  const asking = useAsk('orders.order', { id: id as OrderId });
  const { refresh } = asking;
  useEffect(() => {
    const stopEvent = listen('orders.changed', ({ ids }) => {
      if (ids === null || ids.includes(id as OrderId)) refresh();
    });
    const stopSent = onSent(refresh);
    const stopLine = onLine((open) => {
      if (open) refresh();
    });
    return () => {
      stopEvent();
      stopSent();
      stopLine();
    };
  }, [id, refresh]);
  return asking;
}

/** Does things to an order, says that they were done, and takes the last one back. What cannot be done changes nothing and says why. */
export function useOrderCommands(id: string): { run: (command: OrderCommand, said: string) => Promise<AppError | null>; undoLast: () => Promise<void> } {
  const { t } = useTranslation('orders');
  const explain = useExplain();
  const done = useRef<(readonly string[])[]>([]);
  const takeBack = useCallback(async (mids: readonly string[]) => {
    const result = await ask('orders.undo', { mids: [...mids] });
    if (result.ok) {
      done.current = done.current.filter((one) => one !== mids);
      const stands = result.value.undone + result.value.compensated === 0;
      showToast({ tone: stands ? 'info' : 'ok', text: t(stands ? 'done.stands' : 'done.undone') });
    } else showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  }, [t, explain]);
  const latest = useRef(takeBack);
  useEffect(() => {
    latest.current = takeBack;
  });
  const run = useCallback(async (command: OrderCommand, said: string): Promise<AppError | null> => {
    const result = await ask('orders.do', { ids: [id as OrderId], command });
    if (!result.ok) return result.error;
    const { mids } = result.value;
    if (mids.length > 0) done.current.push(mids);
    showToast({ tone: 'ok', text: said, ...(mids.length > 0 ? { undo: () => void latest.current(mids) } : {}) });
    return null;
  }, [id]);
  const undoLast = useCallback(async () => {
    const last = done.current.at(-1);
    if (last !== undefined) await latest.current(last);
  }, []);
  return { run, undoLast };
}
