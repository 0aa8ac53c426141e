import type { Scheduler } from './scheduler.ts';

/**
 * Tells at most once in so long, for what changes faster than anybody looks: the first word starts the wait, and whatever comes during it is told
 * with it. @param tell about what: each subject waits by itself
 */
export function nowAndThen<Subject = void>(scheduler: Pick<Scheduler, 'after'>, everyMs: number, tell: (subject: Subject) => void): (subject: Subject) => void {
  const waiting = new Set<Subject>();
  return (subject) => {
    if (waiting.has(subject)) return;
    waiting.add(subject);
    scheduler.after(everyMs, () => {
      waiting.delete(subject);
      tell(subject);
    });
  };
}
