import { scoreStages, type ScoreStage } from '../listing-score.ts';
import type { Finding, StageOutcome, StageResult } from '../model.ts';

/** How long each stage may take, milliseconds; together less than 30 s. */
export const stageBudgetsMs: Readonly<Record<ScoreStage, number>> = { image: 8_000, description: 5_000, category: 3_000, quality: 2_000, moderation: 3_000 };
export const stageNames = scoreStages;

/** What became of a stage: too late is too late, whatever it found; a hint alone flags nothing. */
export function outcomeOf(spentMs: number, budgetMs: number, findings: readonly Finding[] | null): StageOutcome {
  if (spentMs > budgetMs) return 'timed-out';
  if (findings === null) return 'failed';
  return findings.some(({ severity }) => severity !== 'hint') ? 'flagged' : 'passed';
}

/** Whether every stage was walked through in time and found nothing: what anything less than this needs is a person. */
export const allPassed = (stages: readonly Pick<StageResult, 'name' | 'outcome'>[]): boolean =>
  stageNames.every((name) => stages.some((stage) => stage.name === name && stage.outcome === 'passed'));
