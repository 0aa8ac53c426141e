import type { Tone } from '#renderer/ui/index.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';

/** The colour a state is drawn in, always beside its word. */
const tones: Readonly<Record<ListingStatus, Tone>> = {
  draft: 'mute', submitted: 'info', validating: 'info', in_review: 'info', changes_requested: 'warn', approved: 'info', published: 'ok',
  paused: 'mute', suspended: 'bad', rejected: 'bad', appealed: 'info', expired: 'warn', archived: 'mute',
};
export const toneOf = (status: ListingStatus): Tone => tones[status];
