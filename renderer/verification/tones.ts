import type { CaseState, RequirementState } from '#shared/verification/model.ts';
import type { Tone } from '#renderer/ui/index.ts';

/** The colour a case and one thing of it stand in; the word always stands beside it. */
export const caseTone: Readonly<Record<CaseState, Tone>> = {
  not_started: 'mute', collecting: 'info', submitted: 'info', in_review: 'info', needs_info: 'warn', verified: 'ok', rejected: 'bad', re_verification_due: 'warn', suspended: 'bad', expired: 'warn',
};
export const requirementTone: Readonly<Record<RequirementState, Tone>> = { missing: 'mute', pending: 'info', valid: 'ok', invalid: 'bad', expired: 'warn' };
