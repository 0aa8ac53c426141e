import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { caseState, legalForm, refusalReason, requirementKind, requirementState } from './model.ts';
import { capabilities } from './rules.ts';

/** Largest document, bytes. */
export const MOST_DOCUMENT_BYTES = 10 * 1024 * 1024;
const countryCode = z.string().regex(/^[A-Z]{2}$/);

const documentLine = z.object({ id: uuid, mime: z.enum(['application/pdf', 'image/jpeg', 'image/png']), bytes: z.int(), addedAt: epochMs, /** How often somebody looked at it. */ views: z.int() });
export type DocumentLine = z.infer<typeof documentLine>;

const requirement = z.object({
  kind: requirementKind, state: requirementState,
  /** As it was given; documents have none. */
  answer: z.string().nullable(),
  /** Its form is right, and a person should look at this all the same. */
  check: z.string().nullable(),
  reason: refusalReason.nullable(), note: z.string().nullable(), document: documentLine.nullable(), changedAt: epochMs,
});
export type Requirement = z.infer<typeof requirement>;

/** How a shop stands: what it has to show, and what it may do meanwhile. */
export const verificationCase = z.object({
  shop: z.object({ id: shopId, name: z.string() }), version: z.int(), state: caseState, country: countryCode, legalForm: legalForm.nullable(), dueAt: epochMs.nullable(), submittedAt: epochMs.nullable(), decidedAt: epochMs.nullable(),
  /** Somebody of the marketplace works on it, until then. */
  claimedBy: z.string().nullable(), claimedUntil: epochMs.nullable(), isMine: z.boolean(),
  requirements: z.array(requirement),
  may: z.array(z.object({ capability: z.enum(capabilities), allowed: z.boolean(), blockedBy: z.array(requirementKind) })),
});
export type VerificationCase = z.infer<typeof verificationCase>;

const queueLine = z.object({ shop: z.object({ id: shopId, name: z.string() }), state: caseState, country: countryCode, legalForm, submittedAt: epochMs.nullable(), dueAt: epochMs.nullable(), pending: z.int(), claimedBy: z.string().nullable() });
export type QueueLine = z.infer<typeof queueLine>;

const note = z.string().trim().min(3).max(1_000);
const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('claim') }),
  z.strictObject({ kind: z.literal('accept'), requirement: requirementKind, expiresOn: z.iso.date().nullable() }),
  z.strictObject({ kind: z.literal('refuse'), requirement: requirementKind, reason: refusalReason, note: note.nullable() }),
  /** All accepted: the seller is verified. */
  z.strictObject({ kind: z.literal('verify') }),
  /** What was refused is asked for again, until a day. */
  z.strictObject({ kind: z.literal('ask-again'), days: z.int().min(1).max(90) }),
  z.strictObject({ kind: z.literal('reject'), note }),
]);
export type VerificationStep = z.infer<typeof step>;

const ofShop = z.strictObject({ shop: shopId });
const ofRequirement = z.strictObject({ shop: shopId, requirement: requirementKind });
const begin = z.strictObject({ country: countryCode, legalForm });
const answer = z.strictObject({ value: z.string().max(500) });
const queueAsked = z.strictObject({ show: z.enum(['waiting', 'asked-again', 'decided', 'all']).default('waiting'), limit: z.coerce.number().int().min(1).max(500).default(100) });
const queue = z.object({ cases: z.array(queueLine), waiting: z.int() });
const fromShop = ['signed-out', 'forbidden', 'not-found', 'rule-broken', 'illegal-transition', 'conflict'] as const;

export const verificationEndpoints = endpoints({
  verificationOf: { method: 'get', path: '/verification/shops/:shop', auth: 'signed-in', summary: 'How the verification of a shop stands. For the shop’s administration, moderators and administrators.', params: ofShop, reply: verificationCase, errors: ['signed-out', 'forbidden', 'not-found'] },
  beginVerification: { method: 'post', path: '/verification/shops/:shop', auth: 'signed-in', summary: 'Begin: country and legal form decide what is asked. For the shop’s administration.', params: ofShop, body: begin, reply: verificationCase, errors: fromShop },
  answerRequirement: { method: 'put', path: '/verification/shops/:shop/requirements/:requirement', auth: 'signed-in', summary: 'Give one answer, checked to the digit. For the shop’s administration.', params: ofRequirement, body: answer, reply: verificationCase, errors: fromShop },
  addVerificationDocument: {
    method: 'post', path: '/verification/shops/:shop/requirements/:requirement/documents', auth: 'signed-in', summary: 'Hand in a document as the body: PDF, JPEG or PNG by content, up to 10 MB. It is kept encrypted. For the shop’s administration.',
    params: ofRequirement, body: 'stream', reply: verificationCase, errors: [...fromShop, 'too-large'],
  },
  submitVerification: { method: 'post', path: '/verification/shops/:shop/submissions', auth: 'signed-in', summary: 'Send everything in. For the shop’s administration.', params: ofShop, body: z.strictObject({}), reply: verificationCase, errors: fromShop },
  verificationQueue: { method: 'get', path: '/verification/cases', auth: 'signed-in', summary: 'Cases of sellers, those that wait longest first. For moderators and administrators.', query: queueAsked, reply: queue, errors: ['signed-out', 'forbidden'] },
  stepVerification: {
    method: 'post', path: '/verification/shops/:shop/steps', auth: 'signed-in', summary: 'Take a case on, accept or refuse one thing, and decide. For moderators and administrators who do not work for the shop.',
    params: ofShop, body: step, reply: verificationCase, errors: fromShop,
  },
  verificationDocument: { method: 'get', path: '/verification/documents/:id', auth: 'signed-in', summary: 'Look at a document; that it was looked at is in the audit. For moderators and administrators.', params: z.strictObject({ id: uuid }), reply: 'bytes', errors: ['signed-out', 'forbidden', 'not-found', 'gone'] },
});

/** Verification is done online: answers of the server pass through, nothing of it rests on this machine. */
export const verificationChannels = channels({
  'verification.of': { input: ofShop, output: verificationCase },
  'verification.begin': { input: ofShop.extend(begin.shape), output: verificationCase },
  'verification.answer': { input: ofRequirement.extend(answer.shape), output: verificationCase },
  /** `data`: base64. */
  'verification.addDocument': { input: ofRequirement.extend({ data: z.string().max(Math.ceil(MOST_DOCUMENT_BYTES * 1.4)) }), output: verificationCase },
  'verification.submit': { input: ofShop, output: verificationCase },
  'verification.queue': { input: queueAsked, output: queue },
  'verification.step': { input: z.object({ shop: shopId, step }), output: verificationCase },
  'verification.document': { input: z.object({ id: uuid }), output: z.object({ data: z.string() }) },
});
