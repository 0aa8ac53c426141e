import type { Step, StepKind, StepOf } from '#shared/bulk/model.ts';

/** What the form of a step is given. */
export type FormProps<K extends StepKind> = { readonly step: StepOf<K>; readonly onChange: (step: Step) => void };
