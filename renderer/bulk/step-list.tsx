import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, IconButton, Menu, NumberField } from '#renderer/ui/index.ts';
import { MOST_STEPS, stepKinds, type Step } from '#shared/bulk/model.ts';
import type { WarnLimits } from '#shared/bulk/warnings.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { draftOf, isComplete, moved, newStep, type Draft } from './draft-steps.ts';
import { RecipesMenu } from './recipes-menu.tsx';
import { StepForm } from './step-form.tsx';
import { useShopCurrencies } from './use-shop-currencies.ts';
import styles from './bulk.module.css';

type Props = {
  drafts: readonly Draft[];
  onDrafts: (drafts: readonly Draft[]) => void;
  limits: WarnLimits;
  onLimits: (limits: WarnLimits) => void;
  fault: AppError | null;
  /** Applied: what was done is shown, and no longer written. */
  isLocked: boolean;
};

/** What shall be done, step after step: added, ordered, taken out, each with its small form. */
export function StepList({ drafts, onDrafts, limits, onLimits, fault, isLocked }: Props) {
  const { t } = useTranslation('bulk');
  const explain = useExplain();
  const [currency] = useShopCurrencies();
  const list = useRef<HTMLOListElement>(null);
  const change = (key: string, step: Step) => onDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, step } : draft)));
  /** The keyboard stays where the step went, or goes to what took its place. */
  const focusStep = (at: number) => requestAnimationFrame(() => (list.current?.children[at] as HTMLElement | undefined)?.focus());
  const move = (at: number, by: -1 | 1) => {
    onDrafts(moved(drafts, at, by));
    focusStep(at + by);
  };
  const remove = (at: number) => {
    onDrafts(drafts.filter((_, place) => place !== at));
    focusStep(Math.min(at, drafts.length - 2));
  };
  const complete = drafts.filter(isComplete);
  const faulty = typeof fault?.details?.['step'] === 'number' ? complete[fault.details['step']]?.key : null;
  const said = fault === null ? null : explain(fault);
  return (
    <section className={styles.steps} aria-label={t('steps.label')}>
      <header className={styles.stepsHead}>
        <h2>{t('steps.label')}</h2>
        {!isLocked && <RecipesMenu steps={complete.map(({ step }) => step)} onRecipe={(steps) => onDrafts(steps.map(draftOf))} />}
      </header>
      {drafts.length === 0 && <p className={styles.soft}>{t('steps.none')}</p>}
      <ol ref={list} className={styles.stepItems}>
        {drafts.map((draft, at) => {
          const name = t(`step.${draft.step.kind}.name`);
          return (
            <li key={draft.key} className={styles.step} tabIndex={-1} aria-label={t('steps.place', { at: at + 1, name })}>
              <div className={styles.stepHead}>
                <b><span className="num">{at + 1}</span> {name}</b>
                {!isLocked && (
                  <span className={styles.stepActs}>
                    <IconButton size="sm" icon={ArrowUp} label={t('steps.up', { name })} isDisabled={at === 0} onPress={() => move(at, -1)} />
                    <IconButton size="sm" icon={ArrowDown} label={t('steps.down', { name })} isDisabled={at === drafts.length - 1} onPress={() => move(at, 1)} />
                    <IconButton size="sm" icon={Trash2} label={t('steps.remove', { name })} onPress={() => remove(at)} />
                  </span>
                )}
              </div>
              <fieldset className={styles.form} disabled={isLocked}>
                <StepForm step={draft.step} onChange={(step) => change(draft.key, step)} />
              </fieldset>
              {faulty === draft.key && said && <p className={styles.fault} role="alert">{said.what} {said.wayOut}</p>}
              {!isComplete(draft) && <p className={styles.soft}>{t('steps.incomplete')}</p>}
            </li>
          );
        })}
      </ol>
      {faulty === null && said && <p className={styles.fault} role="alert">{said.what} {said.wayOut}</p>}
      {!isLocked && (
        <div className={styles.add}>
          <Menu
            label={t('steps.add')}
            trigger={<Button icon={Plus} isDisabled={drafts.length >= MOST_STEPS}>{t('steps.add')}</Button>}
            entries={stepKinds.map((kind) => ({ id: kind, label: t(`step.${kind}.name`), onAction: () => { onDrafts([...drafts, draftOf(newStep(kind, currency))]); focusStep(drafts.length); } }))}
          />
        </div>
      )}
      {!isLocked && (
        <NumberField
          className={styles.limit} label={t('limit.label')} description={t('limit.about')} unit="%" minValue={1} maxValue={100} value={limits.fall / 100}
          onChange={(percent) => { if (!Number.isNaN(percent)) onLimits({ fall: Math.round(percent * 100) }); }}
        />
      )}
    </section>
  );
}
