import { useState } from 'react';
import type { UnsentChange } from '#shared/sync/outbox-model.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';

const FIRST = 25;
const MORE = 100;
/** The contract's most; a bulk edit is looked into, not read to its end. */
const MOST = 500;

/** The changes of one bulk edit, some at a time. */
export function useGroup(group: string | null): { changes: readonly UnsentChange[]; total: number; more: () => void } {
  const [limit, setLimit] = useState(FIRST);
  const asked = useAsk('sync.group', { group: group ?? '', offset: 0, limit }, { enabled: group !== null, refreshOn: ['sync.state'] });
  return { changes: asked.data?.changes ?? [], total: Math.min(MOST, asked.data?.total ?? 0), more: () => setLimit(Math.min(MOST, limit + MORE)) };
}
