import type { Tone } from '#renderer/ui/index.ts';
import type { PayoutState } from '#shared/payouts/runs/states.ts';

/** How a payout looks to the shop: a colour beside the word. */
export const tones: Readonly<Record<PayoutState, Tone>> = { included: 'mute', on_hold: 'warn', ready: 'info', exported: 'info', in_transit: 'info', paid: 'ok', failed: 'bad', returned: 'bad', reversed: 'bad', dropped: 'mute' };
