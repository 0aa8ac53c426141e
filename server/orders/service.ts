import type { EndpointHandlers } from '#server/http/handler.ts';
import type { JobHandler } from '#server/jobs/jobs.ts';
import type { PaymentService } from '#server/payments/service.ts';
import type { orderMoneyEndpoints } from '#shared/payments/order-money.ts';
import { evidenceSender, SEND_EVIDENCE } from './money/evidence.ts';
import { orderMoneyHandlers } from './money/handlers.ts';
import type { MoneyDeps } from './money/make-refund.ts';

export type OrderService = {
  readonly handlers: EndpointHandlers<typeof orderMoneyEndpoints>;
  readonly workers: Readonly<Record<string, JobHandler>>;
};

/** What the server does about orders beside taking in edits: their money, and what nobody did in time. */
export function orderService(deps: MoneyDeps & { readonly payments: Pick<PaymentService, 'providers'> }): OrderService {
  const { providers } = deps.payments;
  return {
    handlers: orderMoneyHandlers(deps),
    workers: { [SEND_EVIDENCE]: evidenceSender({ ...deps, providers }) },
  };
}
