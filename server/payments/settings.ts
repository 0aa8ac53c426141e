import { z } from 'zod';
import type { PayPalSettings } from './paypal.ts';
import type { StripeSettings } from './stripe.ts';

export type PaymentSettings = {
  readonly stripe: StripeSettings | null;
  readonly paypal: PayPalSettings | null;
  /** The provider that needs no account; never where real money is. */
  readonly local: boolean;
};

const present = z.string().min(1, 'must not be empty');

/** Which providers of payments there are, as environment variables. */
export const paymentVariables = {
  COMPTOIR_STRIPE_KEY: z.string().regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret key of Stripe, sk_… or rk_…').optional(),
  COMPTOIR_STRIPE_WEBHOOK_SECRETS: z.string().transform((list) => list.split(',').map((one) => one.trim()).filter(Boolean)).pipe(z.array(z.string().regex(/^whsec_\w+$/, 'must list signing secrets, whsec_…')).min(1)).optional(),
  COMPTOIR_PAYPAL_ID: present.optional(),
  COMPTOIR_PAYPAL_SECRET: present.optional(),
  COMPTOIR_PAYPAL_WEBHOOK_ID: z.string().regex(/^[A-Z0-9]+$/, 'must be the id of a webhook as PayPal shows it').optional(),
  COMPTOIR_PAYPAL_LIVE: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
  COMPTOIR_PAYPAL_VERIFY: z.enum(['certificate', 'postback'], 'must be certificate or postback').default('certificate'),
  COMPTOIR_PAYMENTS_LOCAL: z.enum(['yes', 'no'], 'must be yes or no').optional(),
} as const;
type Read = z.output<z.ZodObject<typeof paymentVariables>>;

const together: readonly (readonly (keyof Read)[])[] = [
  ['COMPTOIR_STRIPE_KEY', 'COMPTOIR_STRIPE_WEBHOOK_SECRETS'],
  ['COMPTOIR_PAYPAL_ID', 'COMPTOIR_PAYPAL_SECRET', 'COMPTOIR_PAYPAL_WEBHOOK_ID'],
];

/** What a provider that is set up by half still needs, one line for each variable. */
export function missingForPayments(read: Read): readonly string[] {
  return together.flatMap((names) => {
    const given = names.find((name) => read[name] !== undefined);
    return given === undefined ? [] : names.filter((name) => read[name] === undefined).map((name) => `${name} must be set, because ${given} is`);
  });
}

/** The settings out of variables that have been read. @param hasDemo a demo marketplace pays through the local provider unless it is told otherwise */
export function paymentSettings(read: Read, hasDemo: boolean): PaymentSettings {
  const { COMPTOIR_STRIPE_KEY: secretKey, COMPTOIR_STRIPE_WEBHOOK_SECRETS: webhookSecrets, COMPTOIR_PAYPAL_ID: clientId, COMPTOIR_PAYPAL_SECRET: clientSecret, COMPTOIR_PAYPAL_WEBHOOK_ID: webhookId } = read;
  return {
    stripe: secretKey === undefined || webhookSecrets === undefined ? null : { secretKey, webhookSecrets },
    paypal: clientId === undefined || clientSecret === undefined || webhookId === undefined ? null : { clientId, clientSecret, webhookId, isLive: read.COMPTOIR_PAYPAL_LIVE === 'yes', verify: read.COMPTOIR_PAYPAL_VERIFY },
    local: read.COMPTOIR_PAYMENTS_LOCAL === undefined ? hasDemo : read.COMPTOIR_PAYMENTS_LOCAL === 'yes',
  };
}
