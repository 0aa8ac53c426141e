import type { Output } from '#renderer/lib/client.ts';

/** A line of a bank statement as it is kept, matched or waiting for a person. */
export type KeptLine = Output<'payouts.bankLines'>['lines'][number];
