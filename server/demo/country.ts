import type { Locale } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { Said } from './words.ts';

/** A country of the marketplace: its money, what its bar codes begin with, the language its shops write first. */
export type Country = {
  readonly code: string; readonly currency: Currency; readonly gs1: string; readonly main: Locale; readonly shops: number;
  /** What one dirham is worth here. */
  readonly rate: number;
  readonly cities: Said[]; readonly names: string[]; readonly called: string[];
};
