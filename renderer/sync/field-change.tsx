import { useTranslation } from 'react-i18next';
import type { FieldOp } from '#shared/sync/model.ts';
import { formatDelta } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { DiffText, Icon } from '#renderer/ui/index.ts';
import { ArrowRight } from 'lucide-react';
import { natureOf, useFieldWords, type FieldContext } from './describe-field.ts';
import styles from './sync.module.css';

/** One field of one change: what it was, what it becomes. */
export function FieldChange({ op, context }: { op: FieldOp; context: FieldContext }) {
  const words = useFieldWords();
  return (
    <div className={styles.fieldChange}>
      <dt>{words.label(op.path, context)}</dt>
      <dd>
        <Change op={op} context={context} />
      </dd>
    </div>
  );
}

function Change({ op, context }: { op: FieldOp; context: FieldContext }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const words = useFieldWords();
  switch (op.op) {
    case 'add':
      return (
        <>
          <bdi dir="ltr" className="num">
            {formatDelta(op.delta, locale)}
          </bdi>{' '}
          <span className={styles.soft}>{t(`reason.${op.reason}`)}</span>
        </>
      );
    case 'members':
      return (
        <span className={styles.members}>
          {op.add.map((tag) => (
            <ins key={`+${tag}`} className={styles.tagIn}>
              {tag}
            </ins>
          ))}
          {op.remove.map((tag) => (
            <del key={`-${tag}`} className={styles.tagOut}>
              {tag}
            </del>
          ))}
        </span>
      );
    case 'set': {
      const nature = natureOf(op.path);
      if (nature === 'long' && typeof op.base === 'string' && typeof op.value === 'string') return <DiffText before={op.base} after={op.value} />;
      if (nature === 'whole') return <span>{op.value === null ? t('value.removed') : t('value.added')}</span>;
      return (
        <span className={styles.fromTo}>
          <del className={`num ${styles.from} ${nature === 'money' || nature === 'count' ? styles.figure : ''}`} dir="auto">
            {words.value(op.path, op.base, context)}
          </del>
          <Icon icon={ArrowRight} size={13} className={styles.soft} />
          <b className="num" dir="auto">
            {words.value(op.path, op.value, context)}
          </b>
        </span>
      );
    }
  }
}
