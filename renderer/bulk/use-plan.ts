import { useEffect, useRef, useState } from 'react';
import { ask } from '#renderer/lib/client.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { WarnLimits } from '#shared/bulk/warnings.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { draftOf, isComplete, type Draft } from './draft-steps.ts';
import { useHead } from './use-head.ts';

/** A pause after the last key before the preview is computed anew. */
const REST_MS = 220;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** One job as it stands, followed while something goes on; the steps as they are written, and the preview computed from them. */
export function usePlan(id: string) {
  const { head, error, setHead } = useHead(id);
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const [limits, setLimits] = useState<WarnLimits | null>(null);
  /** A step that can never work, and why: `details.step` counts the complete ones. */
  const [fault, setFault] = useState<AppError | null>(null);
  const turn = useRef(0);
  // What the job has is where writing begins; from then on it is the person's.
  if (head !== null && limits === null) {
    setDrafts(head.steps.map(draftOf));
    setLimits(head.limits);
  }

  const wished = drafts.filter(isComplete).map(({ step }) => step);
  const isLoaded = head !== null && limits !== null;
  const isDone = head?.state === 'applied' || head?.state === 'applying';
  const isBehind = isLoaded && !isDone && (!same(wished, head.steps) || !same(limits, head.limits));
  const wish = JSON.stringify({ steps: wished, limits });
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => {
      const mine = ++turn.current;
      void ask('bulk.compute', { plan: id, ...(JSON.parse(wish) as { steps: PlanHead['steps']; limits: WarnLimits }) }).then((computed) => {
        if (mine !== turn.current) return;
        setFault(computed.ok ? null : computed.error);
        if (computed.ok) setHead(computed.value);
      });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [id, isBehind, wish, setHead]);

  return { head, error, drafts, setDrafts, limits, setLimits, fault: isBehind ? fault : null, isBehind, setHead };
}
