import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Status, VisuallyHidden } from '#renderer/ui/index.ts';
import type { OrderStates } from '#shared/orders/states.ts';
import { fulfilmentTones, orderTones, paymentTones, returnTones } from '../tones.ts';

/** One of the four answers to "how is this order?". Which axis it is about is said, too: "Paid" and "Refunded" sound alike on two of them. */
export type Axis = keyof OrderStates;
export const axes = ['order', 'payment', 'fulfilment', 'returned'] as const satisfies readonly Axis[];

/** The word of a state on its axis. */
export function useStateWord() {
  const { t } = useTranslation('orders');
  return useCallback((axis: Axis, states: Partial<OrderStates>): string => {
    switch (axis) {
      case 'order': return states.order ? t(`order.${states.order}`) : t('timeline.none');
      case 'payment': return states.payment ? t(`payment.${states.payment}`) : t('timeline.none');
      case 'fulfilment': return states.fulfilment ? t(`fulfilment.${states.fulfilment}`) : t('timeline.none');
      case 'returned': return states.returned ? t(`returned.${states.returned}`) : t('timeline.none');
    }
  }, [t]);
}

/** A state as a chip; nothing where nothing was asked back. */
export function AxisChip({ axis, states, named = false }: { axis: Axis; states: OrderStates; /** Says the axis before the state, for those who do not see the head of the column. */ named?: boolean }) {
  const { t } = useTranslation('orders');
  const word = useStateWord();
  if (axis === 'returned' && states.returned === null) return null;
  const tone = axis === 'order' ? orderTones[states.order] : axis === 'payment' ? paymentTones[states.payment] : axis === 'fulfilment' ? fulfilmentTones[states.fulfilment] : returnTones[states.returned!];
  return <Status tone={tone}>{named && <VisuallyHidden>{t(`axis.${axis}`)} </VisuallyHidden>}{word(axis, states)}</Status>;
}
