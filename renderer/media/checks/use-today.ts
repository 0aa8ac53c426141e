import { useNow } from '#renderer/lib/use-now.ts';

const HOUR_MS = 3_600_000;

/** `2026-11-22`: some rules begin on a day. */
export const useToday = (): string => new Date(useNow(HOUR_MS)).toISOString().slice(0, 10);
