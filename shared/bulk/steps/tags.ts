import { ok } from '../../kernel/result.ts';
import type { StepOf } from '../model.ts';
import type { RunStep } from './step.ts';

/** Puts tags on and takes tags off; what is both added and removed stays on. */
export const tagsStep = (step: StepOf<'tags'>): RunStep => ({ tags }) => {
  const add = [...new Set(step.add)].filter((tag) => !tags.includes(tag));
  const remove = step.remove.filter((tag) => tags.includes(tag) && !step.add.includes(tag));
  return ok(add.length + remove.length === 0 ? [] : [{ op: 'members', path: 'tags', add, remove }]);
};
