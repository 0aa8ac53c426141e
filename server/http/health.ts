import { sql } from 'kysely';
import express, { type Router } from 'express';
import type { Logger } from 'pino';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import type { ServerDb } from '../db/open.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { methodNotAllowed } from './router.ts';
import { sendError } from './reply.ts';

/** Whether the server still takes work; set once it was asked to stop. */
export type Draining = { now: boolean };

const PATIENCE_MS = 2_000;

/**
 * `/health`: the process is alive. `/ready`: it can do its work, because the database answers, its tables are up to date and nobody asked it to stop;
 * a balancer sends no calls while this says `not-ready`.
 */
export function healthRouter(db: ServerDb, draining: Draining, log: Logger): Router {
  const router = express.Router();
  router.get('/health', (_request, response) => void response.json({ status: 'ok', protocol: PROTOCOL_VERSION }));
  router.get('/ready', async (_request, response) => {
    const reason = draining.now ? 'stopping' : await trouble(db, log);
    if (reason === null) response.json({ status: 'ready', protocol: PROTOCOL_VERSION });
    else sendError(response, { code: 'not-ready', rule: reason });
  });
  router.all(['/health', '/ready'], methodNotAllowed(['GET']));
  return router;
}

async function trouble(db: ServerDb, log: Logger): Promise<'database' | 'migrations' | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), PATIENCE_MS);
  });
  const look = async () => {
    await sql`select 1`.execute(db.kysely);
    return (await pendingMigrations(db)).length === 0 ? null : ('migrations' as const);
  };
  try {
    return await Promise.race([look(), late]);
  } catch (cause) {
    log.error({ err: cause }, 'not ready: database');
    return 'database';
  } finally {
    clearTimeout(timer);
  }
}
