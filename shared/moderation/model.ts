import { z } from 'zod';
import { locale } from '../auth/model.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';

export const caseId = uuid.brand<'CaseId'>();
export type CaseId = z.infer<typeof caseId>;
export const decisionId = uuid.brand<'DecisionId'>();
export type DecisionId = z.infer<typeof decisionId>;

/** Where a case stands; `case-states.ts` says where each may go. */
export const caseState = z.enum(['new', 'claimed', 'escalated', 'muted', 'decided', 'appealed', 'appeal_claimed', 'closed', 'withdrawn']);
export type CaseState = z.infer<typeof caseState>;

/** Why somebody has to look: a listing sent in, an edit of a published one, a report, or an appeal. */
export const caseReason = z.enum(['first-look', 'edit', 'report', 'appeal']);
export type CaseReason = z.infer<typeof caseReason>;

export const severity = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof severity>;

/** What a decision does to the listing. */
export const caseAction = z.enum(['approve', 'ask-changes', 'reject', 'suspend']);
export type CaseAction = z.infer<typeof caseAction>;

/** What is done to the shop beside the listing, by how many points it has. */
export const sanctionKind = z.enum(['none', 'warning', 'suspend-7', 'suspend-30', 'terminate']);
export type SanctionKind = z.infer<typeof sanctionKind>;

export const policyId = z.enum(['contact', 'misleading', 'category', 'pictures', 'copied', 'counterfeit', 'prohibited', 'offensive', 'unsafe', 'price']);
export type PolicyId = z.infer<typeof policyId>;

/** Whether a rule of law or the terms of the marketplace is what a decision rests on (Regulation (EU) 2022/2065, art. 17(3)(d) and (e)). */
export const groundKind = z.enum(['law', 'terms']);
export const ground = z.object({ kind: groundKind, reference: z.string().trim().min(1).max(300) });
export type Ground = z.infer<typeof ground>;

/** The reasons of a decision as a moderator gives them; without one of them there is no decision. */
export const reasons = z.object({
  policy: policyId,
  severity,
  /** What was found, in the moderator's own words; the vendor reads them as they stand. */
  facts: z.string().trim().min(1).max(1_500),
  ground,
  /** Whether a rule of the marketplace found it, before a person looked. */
  automatedDetection: z.boolean(),
});
export type Reasons = z.infer<typeof reasons>;

export const appealOutcome = z.enum(['upheld', 'overturned', 'partly']);
export type AppealOutcome = z.infer<typeof appealOutcome>;

/** What a vendor reads about a decision, in each language of the console; kept as it was sent, whatever the templates say later. */
export const statementTexts = z.object({ fr: z.string(), en: z.string(), ar: z.string() });
export type StatementTexts = z.infer<typeof statementTexts>;

/** A step in the life of a case. Every one says who took it and why. */
export const caseEventKind = z.enum([
  'opened', 'changed', 'validated', 'claimed', 'taken-over', 'released', 'escalated', 'muted', 'unmuted', 'reported',
  'decided', 'decided-directly', 'appealed', 'appeal-decided', 'withdrawn', 'sanction-set', 'sanction-lifted', 'rule-changed', 'hit-marked',
]);
export type CaseEventKind = z.infer<typeof caseEventKind>;

export const stageOutcome = z.enum(['passed', 'flagged', 'timed-out', 'failed']);
export type StageOutcome = z.infer<typeof stageOutcome>;

/** Something a check noticed. `field` as the product page names its fields; `details` are the figures its words speak of. */
export const finding = z.object({
  check: z.string().max(60),
  field: z.string().max(300),
  severity: severity.or(z.literal('hint')),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Finding = z.infer<typeof finding>;

export const stageResult = z.object({
  name: z.enum(['image', 'description', 'category', 'quality', 'moderation']),
  budgetMs: z.int(), spentMs: z.int(), outcome: stageOutcome, findings: z.array(finding),
});
export type StageResult = z.infer<typeof stageResult>;

/** One walk of a listing through all stages, with the rules it was looked at by. */
export const validationRun = z.object({
  at: epochMs, productVersion: z.int(), checksVersion: z.int(), scoreVersion: z.int(), wordsVersion: z.int(), score: z.int().min(0).max(100), stages: z.array(stageResult),
});
export type ValidationRun = z.infer<typeof validationRun>;

/** Words that are looked for in titles and descriptions. */
export const wordRule = z.object({
  id: uuid,
  name: z.string().trim().min(1).max(80),
  how: z.enum(['exact', 'contains', 'regex']),
  pattern: z.string().min(1).max(300),
  /** The language whose texts are looked at; null: all. */
  locale: locale.nullable(),
  policy: policyId,
  severity,
  /** Whether pictures of a listing it is found in are shown only on request. */
  hidesPictures: z.boolean(),
  enabled: z.boolean(),
});
export type WordRule = z.infer<typeof wordRule>;
