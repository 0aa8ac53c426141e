import { inSnapshot, type ServerTransaction } from '#server/db/transaction.ts';
import type { AuditedChange, AuditProblem, AuditReport } from '#shared/audit/model.ts';
import { digestOfChange, hashOfLink, sealOf } from './hash.ts';
import { sealAudit, type SealDeps } from './seal.ts';
import type { AuditLinkTable } from './tables.ts';

const LINKS_AT_ONCE = 200;
/** As many as are told one by one; a database that was rewritten has thousands. */
const MOST_TOLD = 100;

/**
 * Goes through the whole chain and names what is not as it was written: links altered, taken out or put in between, changes of records altered or
 * gone, a chain that was cut at its end or made anew. What waited to be taken in is taken in first.
 */
export async function verifyAudit(deps: SealDeps): Promise<AuditReport> {
  await sealAudit(deps);
  return inSnapshot(deps.db, async (trx) => {
    const found: AuditProblem[] = [];
    let last: Pick<AuditLinkTable, 'seq' | 'hash'> = { seq: 0, hash: '' };
    let links = 0;
    let changes = 0;
    for (;;) {
      const page = await trx.selectFrom('audit_link').selectAll().where('seq', '>', last.seq).orderBy('seq').limit(LINKS_AT_ONCE).execute();
      for (const link of page) {
        if (link.seq !== last.seq + 1) found.push(of(last.seq + 1, null, 'link-missing'));
        else if (link.prev_hash !== last.hash) found.push(of(link.seq, link.id, 'link-does-not-follow'));
        if (hashOfLink(link) !== link.hash) found.push(of(link.seq, link.id, 'link-altered'));
        const members = link.changes === null ? [] : (JSON.parse(link.changes) as AuditedChange[]);
        found.push(...(await checkChanges(trx, link.seq, members)));
        changes += members.length;
        links++;
        last = link;
      }
      if (page.length < LINKS_AT_ONCE) break;
    }
    const taken = Number((await trx.selectFrom('change_audit').select((eb) => eb.fn.countAll<number>().as('count')).where('sealed_in', 'is not', null).executeTakeFirstOrThrow()).count);
    if (taken > changes) found.push({ ...of(last.seq, null, 'changes-added'), count: taken - changes });
    found.push(...(await checkEnd(trx, deps.key, last)));
    return { links, changes, through: last.seq, at: deps.clock(), problems: found.slice(0, MOST_TOLD), problemCount: found.length } as AuditReport;
  });
}

const of = (seq: number, id: string | null, kind: AuditProblem['kind']): AuditProblem => ({ seq, id, kind, count: null }) as AuditProblem;

async function checkChanges(trx: ServerTransaction, seq: number, members: readonly AuditedChange[]): Promise<AuditProblem[]> {
  if (members.length === 0) return [];
  const rows = await trx.selectFrom('change_audit').selectAll().where('id', 'in', members.map(([id]) => id)).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return members.flatMap(([id, digest]) => {
    const row = byId.get(id);
    if (row === undefined) return [of(seq, id, 'change-missing')];
    return digestOfChange(row) === digest ? [] : [of(seq, id, 'change-altered')];
  });
}

/** What the server signed must still be there, and the end must be where it was left. */
async function checkEnd(trx: ServerTransaction, key: Uint8Array, last: Pick<AuditLinkTable, 'seq' | 'hash'>): Promise<AuditProblem[]> {
  const found: AuditProblem[] = [];
  const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  if (head === undefined || head.seq !== last.seq || head.hash !== last.hash) found.push(of(Math.max(head?.seq ?? 0, last.seq), null, 'end-moved'));
  const seals = await trx.selectFrom('audit_seal').leftJoin('audit_link', 'audit_link.seq', 'audit_seal.seq').select(['audit_seal.seq', 'audit_seal.hash', 'audit_seal.seal', 'audit_link.hash as found', 'audit_link.id'])
    .orderBy('audit_seal.seq').execute();
  for (const seal of seals) {
    if (seal.seal !== sealOf(key, seal.seq, seal.hash)) found.push(of(seal.seq, seal.id, 'seal-wrong'));
    else if (seal.found !== seal.hash) found.push(of(seal.seq, seal.id, 'seal-of-another-chain'));
  }
  if (last.seq > 0 && seals.at(-1)?.seq !== last.seq) found.push(of(last.seq, null, 'end-unsigned'));
  return found;
}
