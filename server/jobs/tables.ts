import type { JobState } from '#shared/jobs/contract.ts';

/** The table of the job queue. */
export type JobTables = { server_job: ServerJobTable };

/**
 * Work that is done beside requests. `job_key` names what it is about: of one type and key there is one job. `due_at`: not before then; while it runs,
 * until when it belongs to the process that took it. `cancel_asked` 1: whoever runs it shall stop. `payload`, `error` (an AppError) are JSON.
 */
export type ServerJobTable = {
  id: string;
  type: string;
  job_key: string;
  payload: string;
  state: JobState;
  attempts: number;
  most_attempts: number;
  due_at: number;
  done: number;
  total: number;
  cancel_asked: number;
  error: string | null;
  created_at: number;
  ended_at: number | null;
};
