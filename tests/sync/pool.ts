import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Invariant, Violation } from './invariants/violation.ts';
import type { Tracing } from './world/trace.ts';

/** Some seeds to play, with a bug or without; ends at the first history that breaks one of `until`. */
export type Job = { readonly bug: string | null; readonly seeds: readonly string[]; readonly until: readonly Invariant[]; readonly tracing?: Tracing };
export type SeedResult = { readonly seed: string; readonly mutations: number; readonly violations: readonly Violation[]; readonly digest: string };
export type JobResult = { readonly job: Job; readonly results: readonly SeedResult[] };
export type FromWorker = { readonly ok: true; readonly results: readonly SeedResult[] } | { readonly ok: false; readonly cause: string };

/** So many jobs one process does: loading the simulator anew takes the time of a few histories. */
const JOBS_OF_A_PROCESS = 12;

/** Cuts a row of seeds into jobs that are short enough to share out evenly. */
export function jobsOf(seeds: readonly string[], bug: string | null = null, size = 25): Job[] {
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, i) => ({ bug, seeds: seeds.slice(i * size, (i + 1) * size), until: [] }));
}

/**
 * Plays jobs in processes of their own, one per processor; each process ends after a while and another goes on, so that thousands of histories need no more memory than hundreds.
 *
 * @param onResult told as each job ends, in any order
 * @throws when a worker cannot do its job (a bug that finds no place, a simulator that breaks)
 */
export async function playAll(jobs: readonly Job[], onResult: (result: JobResult) => void, workers = Math.max(1, Math.min(availableParallelism(), 8))): Promise<void> {
  const waiting = [...jobs];
  const one = async (): Promise<void> => {
    if (waiting.length === 0) return;
    let left = JOBS_OF_A_PROCESS;
    const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], { execArgv: ['--no-warnings'], serialization: 'advanced' });
    try {
      for (let job = waiting.shift(); job; job = --left > 0 ? waiting.shift() : undefined) {
        const answer = await ask(child, job);
        if (!answer.ok) throw new Error(answer.cause);
        onResult({ job, results: answer.results });
      }
    } finally {
      child.kill();
    }
    return one();
  };
  await Promise.all(Array.from({ length: workers }, one));
}

function ask(child: ChildProcess, job: Job): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a simulator process ended (${code})`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as FromWorker);
    });
    child.send(job);
  });
}
