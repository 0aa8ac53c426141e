import { useCallback, useState } from 'react';
import { ask } from '#renderer/lib/client.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { useHead } from '../use-head.ts';
import type { DraftHandle } from './use-draft.ts';

/** The job computed from a file: computed anew when somebody says so, and followed. */
export function useImportJob({ draft, change }: DraftHandle) {
  const { head, error: lost, setHead } = useHead(draft?.plan ?? null);
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  /** What the preview on screen was computed from, in this window. */
  const [computed, setComputed] = useState<{ plan: string; from: string } | null>(null);
  const from = draft === null ? '' : choicesOf(draft);
  // What was computed before this page opened is taken to be of these choices: a change of them makes the difference from here on.
  if (head !== null && computed?.plan !== head.id) setComputed({ plan: head.id, from });
  // Counted once the preview is there: while 100,000 rows are computed, counting them again and again would only hold it up.
  const problems = useAsk('bulk.problems', { plan: head?.id ?? '', limit: 1 }, { enabled: head !== null && head.state !== 'computing', refreshOn: ['bulk.changed'] });

  const id = draft?.id ?? null;
  /** @returns the job, as far as it is by then; null: there is none */
  const compute = useCallback(async (): Promise<PlanHead | null> => {
    if (id === null) return null;
    setAsked(true);
    setError(null);
    const made = await ask('bulk.import', { draft: id });
    if (made.ok) {
      setComputed({ plan: made.value.id, from });
      setHead(made.value);
      await change({});
    } else if (made.error.rule !== 'cancelled') setError(made.error);
    setAsked(false);
    return made.ok ? made.value : null;
  }, [id, from, setHead, change]);

  /** While the file is read its job is known by the draft alone. */
  const stop = useCallback((): void => {
    if (id !== null) void ask('bulk.stop', { plan: id });
  }, [id]);

  return {
    stop,
    head: lost?.rule === 'plan-gone' ? null : head, setHead, compute, isAsked, error,
    isBehind: head !== null && computed !== null && computed.plan === head.id && computed.from !== from && head.state !== 'applied' && head.state !== 'applying',
    problems: head === null ? null : (problems.data?.groups.reduce((sum, { count }) => sum + count, 0) ?? null),
  };
}
export type ImportJob = ReturnType<typeof useImportJob>;

/** All a person can choose for a file, to see whether it is still what the preview was computed from. */
const choicesOf = ({ chosen, choice, columns }: NonNullable<DraftHandle['draft']>): string => JSON.stringify([chosen, choice, columns.map(({ target }) => target)]);

export type OnHead = (head: PlanHead) => void;
