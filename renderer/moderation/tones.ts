import type { Tone } from '#renderer/ui/index.ts';
import type { Severity, StageOutcome } from '#shared/moderation/model.ts';

/** The colour of each severity and outcome; a word always stands beside it. */
export const toneOfSeverity: Readonly<Record<Severity | 'hint', Tone>> = { hint: 'mute', low: 'info', medium: 'warn', high: 'bad', critical: 'bad' };
export const toneOfOutcome: Readonly<Record<StageOutcome, Tone>> = { 'passed': 'ok', 'flagged': 'warn', 'timed-out': 'warn', 'failed': 'bad' };
