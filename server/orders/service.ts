import type { EndpointHandlers } from '#server/http/handler.ts';
import type { JobHandler } from '#server/jobs/jobs.ts';
import type { PaymentService } from '#server/payments/service.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import type { orderMoneyEndpoints } from '#shared/payments/order-money.ts';
import { expireAcceptance } from './expire.ts';
import { evidenceSender, SEND_EVIDENCE } from './money/evidence.ts';
import { orderMoneyHandlers } from './money/handlers.ts';
import type { MoneyDeps } from './money/make-refund.ts';

export type OrderService = {
  readonly handlers: EndpointHandlers<typeof orderMoneyEndpoints>;
  readonly workers: Readonly<Record<string, JobHandler>>;
  /** Begins to look for what nobody accepted in time, once a minute. */
  start(): void;
  close(): Promise<void>;
};

/** What the server does about orders beside taking in edits: their money, and what nobody did in time. */
export function orderService(deps: MoneyDeps & { readonly payments: Pick<PaymentService, 'providers'> }): OrderService {
  const { providers } = deps.payments;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = (): void => {
    looking = looking.then(() => expireAcceptance(deps)).then(
      (expired) => (expired > 0 ? deps.log.info({ expired }, 'orders nobody accepted in time were cancelled') : undefined),
      (cause: unknown) => deps.log.warn({ err: cause }, 'orders nobody accepted could not be cancelled; it is tried again in a minute'),
    );
  };
  return {
    handlers: orderMoneyHandlers(deps),
    workers: { [SEND_EVIDENCE]: evidenceSender({ ...deps, providers }) },
    start: () => {
      timer = setInterval(look, MINUTE_MS);
      look();
    },
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
