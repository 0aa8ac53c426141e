import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { categoryId, listingStatus, product, productId } from '../catalog/model.ts';
import { channels, events } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { queues } from './case-states.ts';
import {
  appealOutcome, caseAction, caseEventKind, caseId, caseReason, caseState, decisionId, finding, policyId, reasons, sanctionKind, severity, statementTexts, validationRun, wordRule,
} from './model.ts';
import { priorityTerms } from './priority.ts';

export const queue = z.enum(queues);

/** What narrows a queue. */
export const caseFilter = z.strictObject({
  queue: queue.default('new'),
  locale: locale.optional(),
  categoryId: categoryId.optional(),
  shopId: shopId.optional(),
  reason: caseReason.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type CaseFilter = z.input<typeof caseFilter>;

const person = z.object({ id: z.string(), name: z.string().nullable() });

/** One line of a queue, ready to draw. */
export const caseRow = z.object({
  id: caseId, productId, shopId, shopName: z.string(), title: z.string(), state: caseState, reason: caseReason, locale: locale.nullable(), categoryId: categoryId.nullable(),
  openedAt: epochMs, changedAt: epochMs, priority: z.int(), score: z.int(),
  /** The gravest thing the checks found; null: nothing, or not looked at yet. */
  gravest: severity.or(z.literal('hint')).nullable(),
  timedOut: z.boolean(),
  claimedBy: person.nullable(), claimUntil: epochMs.nullable(), mutedUntil: epochMs.nullable(),
  /** How it was decided, where it is. */
  action: caseAction.nullable(),
});
export type CaseRow = z.infer<typeof caseRow>;

export const priorityLine = z.object({ term: z.enum(priorityTerms), points: z.int(), figures: z.record(z.string(), z.union([z.string(), z.number()])) });
const caseEvent = z.object({ id: uuid, kind: caseEventKind, by: person.nullable(), reason: z.string(), at: epochMs, details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])) });
export type CaseEvent = z.infer<typeof caseEvent>;

/** A decision as its vendor and the staff may read it. `by` is told to staff only. */
export const decisionView = z.object({
  id: decisionId, caseId, productId, shopId, action: caseAction, policy: policyId.nullable(), severity: severity.nullable(), sanction: sanctionKind, statement: statementTexts.nullable(), at: epochMs,
  by: person.nullable(),
  appealUntil: epochMs,
  appeal: z.object({ at: epochMs, text: z.string(), outcome: appealOutcome.nullable(), reason: z.string().nullable(), decidedAt: epochMs.nullable() }).nullable(),
});
export type DecisionView = z.infer<typeof decisionView>;

const strike = z.object({ points: z.int(), at: epochMs, expiresAt: epochMs });

/** Everything a reviewer sees about one case. */
export const caseDetail = z.object({
  row: caseRow,
  product, productVersion: z.int(),
  /** The listing as it stood when it was last decided about, where that is known and another one. */
  earlier: product.nullable(),
  priority: z.array(priorityLine),
  run: validationRun.nullable(),
  events: z.array(caseEvent),
  viewers: z.array(person),
  decision: decisionView.nullable(),
  vendor: z.object({
    shopId, name: z.string(), listings: z.int(), published: z.int(), decided: z.int(), refused: z.int(), strikes: z.array(strike),
    sanction: z.object({ kind: sanctionKind, until: epochMs.nullable() }).nullable(),
    others: z.array(z.object({ id: productId, title: z.string(), status: listingStatus })),
  }),
  price: z.object({ price: minor, currency, middle: minor, times: z.number(), isDear: z.boolean() }).nullable(),
  /** Pictures of other shops that look like one of these. */
  copies: z.array(z.object({ sha256: z.string(), otherShopId: shopId, otherShopName: z.string(), otherSha256: z.string(), distance: z.int(), wasFirst: z.boolean(), products: z.array(z.object({ id: productId, title: z.string() })) })),
  /** Whether its pictures are shown only on request. */
  hidesPictures: z.boolean(),
  reports: z.array(z.object({ policy: policyId, text: z.string(), at: epochMs })),
  /** Hits of word rules, to be marked as right or wrong. */
  hits: z.array(z.object({ id: uuid, rule: z.string(), piece: z.string(), field: z.string(), verdict: z.enum(['right', 'wrong']).nullable() })),
});
export type CaseDetail = z.infer<typeof caseDetail>;

const why = z.string().trim().min(1).max(500);
/** What can be done with a case besides deciding. Nothing is done without a reason, but what tells where somebody is. */
export const caseStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('view') }),
  z.strictObject({ kind: z.literal('claim') }),
  z.strictObject({ kind: z.literal('release') }),
  z.strictObject({ kind: z.literal('take-over'), reason: why }),
  z.strictObject({ kind: z.literal('escalate'), reason: why }),
  z.strictObject({ kind: z.literal('mute'), reason: why, until: epochMs }),
  z.strictObject({ kind: z.literal('unmute'), reason: why }),
]);
export type CaseStep = z.infer<typeof caseStep>;

/** What a decision is about: the state it was in and when it last changed (`review.changedAt`). Where the vendor went on working, it is refused. */
export const seen = z.strictObject({ status: listingStatus, changedAt: epochMs.nullable() });
export type Seen = z.infer<typeof seen>;

/** A decision as it is sent: about exactly what was seen. */
export const verdict = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('approve'), seen }),
  z.strictObject({
    action: z.enum(['ask-changes', 'reject', 'suspend']), seen, reasons,
    sanction: sanctionKind, /** Whether the shop's payouts are held as long as the sanction lasts. */ holdPayouts: z.boolean(),
  }),
]);
export type Verdict = z.infer<typeof verdict>;

const counts = z.record(queue, z.int());
export const casesAnswer = z.object({ rows: z.array(caseRow), counts, /** How many the filter finds, also beyond the limit. */ total: z.int() });
export type CasesAnswer = z.infer<typeof casesAnswer>;

const ruleView = wordRule.extend({ version: z.int(), hits: z.int(), /** Hits people called wrong, and how many they looked at. */ wrong: z.int(), judged: z.int() });
export type RuleView = z.infer<typeof ruleView>;
const rulesAnswer = z.object({ version: z.int(), rules: z.array(ruleView) });
const period = z.strictObject({ from: z.coerce.number().pipe(epochMs), to: z.coerce.number().pipe(epochMs) });
const ofCase = z.strictObject({ id: caseId });
const done = z.object({ id: uuid });

export const moderationEndpoints = endpoints({
  moderationCases: { method: 'get', path: '/moderation/cases', auth: 'signed-in', summary: 'A queue of cases, the most urgent first, and how many stand in each queue. For moderators.', query: caseFilter, reply: casesAnswer, errors: ['signed-out', 'forbidden'] },
  moderationCase: { method: 'get', path: '/moderation/cases/:id', auth: 'signed-in', summary: 'Everything a reviewer needs to decide about one case.', params: ofCase, reply: caseDetail, errors: ['signed-out', 'forbidden', 'not-found'] },
  stepCase: { method: 'post', path: '/moderation/cases/:id/steps', auth: 'signed-in', summary: 'Look at, claim, release, take over, escalate or put aside a case.', params: ofCase, body: caseStep, reply: caseRow, errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'illegal-transition'] },
  decideCase: { method: 'post', path: '/moderation/cases/:id/decision', auth: 'signed-in', summary: 'Decide about a listing, with the reasons its vendor is told.', params: ofCase, body: verdict, reply: decisionView, errors: ['invalid-input', 'signed-out', 'forbidden', 'not-found', 'conflict', 'stale-version', 'illegal-transition', 'rule-broken'] },
  decideAppeal: {
    method: 'post', path: '/moderation/cases/:id/appeal-decision', auth: 'signed-in', summary: 'Decide about an appeal; by another person than whoever decided first.', params: ofCase,
    body: z.strictObject({ outcome: appealOutcome, reason: why.max(1_500) }), reply: decisionView, errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'illegal-transition', 'rule-broken'],
  },
  appealDecision: { method: 'post', path: '/moderation/decisions/:id/appeal', auth: 'signed-in', summary: 'Contradict a decision about a listing of one’s own shop.', params: z.strictObject({ id: decisionId }), body: z.strictObject({ text: why.max(2_000) }), reply: decisionView, errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'rule-broken'] },
  decisionsOf: { method: 'get', path: '/moderation/products/:id/decisions', auth: 'signed-in', summary: 'What was decided about a listing, with the statements of reasons. For its shop and the staff.', params: z.strictObject({ id: productId }), reply: z.object({ decisions: z.array(decisionView) }), errors: ['signed-out', 'not-found'] },
  reportListing: { method: 'post', path: '/moderation/products/:id/reports', auth: 'signed-in', summary: 'Report a listing, as the staff hears of it from buyers.', params: z.strictObject({ id: productId }), body: z.strictObject({ policy: policyId, text: why.max(1_500) }), reply: done, errors: ['signed-out', 'forbidden', 'not-found'] },
  wordRules: { method: 'get', path: '/moderation/word-rules', auth: 'signed-in', summary: 'Words that are looked for, with how often they were found and how often wrongly.', reply: rulesAnswer, errors: ['signed-out', 'forbidden'] },
  saveWordRule: { method: 'put', path: '/moderation/word-rules/:id', auth: 'signed-in', summary: 'Make or change a word rule; cases that wait are looked at again.', params: z.strictObject({ id: uuid }), body: z.strictObject({ rule: wordRule, /** As it was read; 0 for a new one. */ version: z.int().min(0), reason: why }), reply: rulesAnswer, errors: ['invalid-input', 'signed-out', 'forbidden', 'conflict'] },
  markHit: { method: 'post', path: '/moderation/hits/:id', auth: 'signed-in', summary: 'Say whether a word rule was right about a listing.', params: z.strictObject({ id: uuid }), body: z.strictObject({ verdict: z.enum(['right', 'wrong']) }), reply: done, errors: ['signed-out', 'forbidden', 'not-found'] },
  moderationLog: { method: 'get', path: '/moderation/log.csv', auth: 'signed-in', summary: 'Every act of moderation in a period, as CSV.', query: period, reply: 'bytes', errors: ['invalid-input', 'signed-out', 'forbidden'] },
  transparencyReport: { method: 'get', path: '/moderation/transparency.csv', auth: 'signed-in', summary: 'Decisions and appeals of a period, counted for the transparency report, as CSV.', query: period, reply: 'bytes', errors: ['invalid-input', 'signed-out', 'forbidden'] },
});

/** What a window asks about moderation. Answered by the server: without a connection it is `offline`. */
export const moderationChannels = channels({
  'moderation.cases': { input: caseFilter, output: casesAnswer },
  'moderation.case': { input: ofCase, output: caseDetail },
  'moderation.step': { input: z.object({ id: caseId, step: caseStep }), output: caseRow },
  'moderation.decide': { input: z.object({ id: caseId, verdict }), output: decisionView },
  'moderation.decideAppeal': { input: z.object({ id: caseId, outcome: appealOutcome, reason: why.max(1_500) }), output: decisionView },
  'moderation.appeal': { input: z.object({ id: decisionId, text: why.max(2_000) }), output: decisionView },
  'moderation.decisions': { input: z.object({ productId }), output: z.object({ decisions: z.array(decisionView) }) },
  'moderation.report': { input: z.object({ productId, policy: policyId, text: why.max(1_500) }), output: done },
  'moderation.wordRules': { input: z.object({}), output: rulesAnswer },
  'moderation.saveWordRule': { input: z.object({ rule: wordRule, version: z.int().min(0), reason: why }), output: rulesAnswer },
  /** Tries a rule on a text typed here; nothing is kept and no connection is needed. */
  'moderation.tryRule': { input: z.object({ how: wordRule.shape.how, pattern: z.string().max(300), text: z.string().max(20_000) }), output: z.object({ piece: z.string().nullable() }) },
  'moderation.markHit': { input: z.object({ id: uuid, verdict: z.enum(['right', 'wrong']) }), output: done },
  'moderation.csv': { input: z.object({ what: z.enum(['log', 'transparency']), from: epochMs, to: epochMs }), output: z.object({ csv: z.string() }) },
});
/** Somebody did something with a case, here or elsewhere: counts and cases may be others. */
export const moderationEvents = events({ 'moderation.changed': z.object({}) });
export { finding };
