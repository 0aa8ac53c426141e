import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { inSnapshot, type ServerTransaction } from '#server/db/transaction.ts';
import type { AuditedChange, AuditProblem, AuditReport } from '#shared/audit/model.ts';
import { digestOfChange, hashOfLink, sealOf } from './hash.ts';
import { sealAudit, type SealDeps } from './seal.ts';
import type { AuditLinkTable } from './tables.ts';

type Reader = Pick<Kysely<ServerSchema> | ServerTransaction, 'selectFrom'>;

const LINKS_AT_ONCE = 200;
const SEALS_AT_ONCE = 1_000;
/** As many as are told one by one; a database that was rewritten has thousands. */
const MOST_TOLD = 100;

/** What was walked through so far. */
type Walk = { last: Pick<AuditLinkTable, 'seq' | 'hash'>; links: number; changes: number; readonly found: AuditProblem[] };

/**
 * Goes through the whole chain and names what is not as it was written: links altered, taken out or put in between, changes of records altered or
 * gone, a chain that was cut at its end or made anew. What waited to be taken in is taken in first.
 *
 * Links are never changed, so that all but the last are looked at outside of any transaction, and everybody else goes on working meanwhile.
 */
export async function verifyAudit(deps: SealDeps): Promise<AuditReport> {
  await sealAudit(deps);
  const walk: Walk = { last: { seq: 0, hash: '' }, links: 0, changes: 0, found: [] };
  await walkOn(deps.db.kysely, walk);
  // What was done meanwhile: signed as far as it goes now; only what comes after may be without a signature.
  const { seq: signedTo } = await deps.db.kysely.selectFrom('audit_head').select('seq').where('id', '=', 1).executeTakeFirst() ?? { seq: 0 };
  await sealAudit(deps);
  return inSnapshot(deps.db, async (trx) => {
    await walkOn(trx, walk);
    const { last, links, changes, found } = walk;
    const taken = Number((await trx.selectFrom('change_audit').select((eb) => eb.fn.countAll<number>().as('count')).where('sealed_in', 'is not', null).executeTakeFirstOrThrow()).count);
    if (taken > changes) found.push({ ...of(last.seq, null, 'changes-added'), count: taken - changes });
    found.push(...(await checkEnd(trx, deps.key, last, signedTo)));
    return { links, changes, through: last.seq, at: deps.clock(), problems: found.slice(0, MOST_TOLD), problemCount: found.length } as AuditReport;
  });
}

/** Walks from where it stands to the end of the chain; others have their turn after each page. */
async function walkOn(db: Reader, walk: Walk): Promise<void> {
  for (;;) {
    const page = await db.selectFrom('audit_link').selectAll().where('seq', '>', walk.last.seq).orderBy('seq').limit(LINKS_AT_ONCE).execute();
    for (const link of page) {
      const { found, last } = walk;
      if (link.seq !== last.seq + 1) found.push(of(last.seq + 1, null, 'link-missing'));
      else if (link.prev_hash !== last.hash) found.push(of(link.seq, link.id, 'link-does-not-follow'));
      if (hashOfLink(link) !== link.hash) found.push(of(link.seq, link.id, 'link-altered'));
      const members = link.changes === null ? [] : (JSON.parse(link.changes) as AuditedChange[]);
      found.push(...(await checkChanges(db, link.seq, members)));
      walk.changes += members.length;
      walk.links++;
      walk.last = link;
      // The embedded database answers without ever letting go of the thread.
      if (members.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (page.length < LINKS_AT_ONCE) return;
  }
}

const of = (seq: number, id: string | null, kind: AuditProblem['kind']): AuditProblem => ({ seq, id, kind, count: null }) as AuditProblem;

async function checkChanges(db: Reader, seq: number, members: readonly AuditedChange[]): Promise<AuditProblem[]> {
  if (members.length === 0) return [];
  const rows = await db.selectFrom('change_audit').selectAll().where('id', 'in', members.map(([id]) => id)).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return members.flatMap(([id, digest]) => {
    const row = byId.get(id);
    if (row === undefined) return [of(seq, id, 'change-missing')];
    return digestOfChange(row) === digest ? [] : [of(seq, id, 'change-altered')];
  });
}

/** What the server signed must still be there, and the end must be where it was left. @param signedTo the link up to which it has signed at least */
async function checkEnd(trx: ServerTransaction, key: Uint8Array, last: Pick<AuditLinkTable, 'seq' | 'hash'>, signedTo: number): Promise<AuditProblem[]> {
  const found: AuditProblem[] = [];
  const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  if (head === undefined || head.seq !== last.seq || head.hash !== last.hash) found.push(of(Math.max(head?.seq ?? 0, last.seq), null, 'end-moved'));
  let signed = 0;
  for (;;) {
    const seals = await trx.selectFrom('audit_seal').leftJoin('audit_link', 'audit_link.seq', 'audit_seal.seq').select(['audit_seal.seq', 'audit_seal.hash', 'audit_seal.seal', 'audit_link.hash as found', 'audit_link.id'])
      .where('audit_seal.seq', '>', signed).orderBy('audit_seal.seq').limit(SEALS_AT_ONCE).execute();
    for (const seal of seals) {
      if (seal.seal !== sealOf(key, seal.seq, seal.hash)) found.push(of(seal.seq, seal.id, 'seal-wrong'));
      else if (seal.found !== seal.hash) found.push(of(seal.seq, seal.id, 'seal-of-another-chain'));
      signed = seal.seq;
    }
    if (seals.length < SEALS_AT_ONCE) break;
  }
  if (last.seq > 0 && signed < Math.min(signedTo, last.seq)) found.push(of(last.seq, null, 'end-unsigned'));
  return found;
}
