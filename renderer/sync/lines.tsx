import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Status } from '#renderer/ui/index.ts';
import { useFieldWords } from './describe-field.ts';
import type { ChangeGroup, ConflictRecord } from './groups.ts';
import styles from './sync.module.css';

/** A record in the list of conflicts: its name, when it was found, which fields. */
export function ConflictLine({ item, when }: { item: ConflictRecord; when: string }) {
  const words = useFieldWords();
  const [first] = item.conflicts;
  const fields = [...new Set(item.conflicts.map((conflict) => words.name(conflict.field.path)))];
  return <Line title={first.label} when={when} note={fields.join(' · ')} code={first.sku} />;
}

/** A change, or a bulk edit as one line. */
export function ChangeLine({ item, when }: { item: ChangeGroup; when: string }) {
  const { t } = useTranslation('sync');
  const words = useFieldWords();
  const explain = useExplain();
  const [first] = item.changes;
  const isGroup = item.changes.length > 1;
  const fields = [...new Set(first.ops.map((op) => words.name(op.path)))];
  const what = first.action === 'patch' ? fields.slice(0, 3).join(' · ') : t(`action.${first.action}`);
  return (
    <Line
      title={isGroup ? t('group.title', { count: item.changes.length }) : first.label}
      when={when}
      note={first.error ? explain(first.error).what : what}
      code={isGroup ? null : first.sku}
      sending={item.changes.some((change) => change.state === 'sending') ? t('stateOf.sending') : null}
    />
  );
}

function Line({ title, when, note, code, sending = null }: { title: string; when: string; note: string; code: string | null; sending?: string | null }) {
  return (
    <div className={styles.lineItem}>
      <b className={styles.lineTitle} dir="auto">
        {title}
      </b>
      <span className={`num ${styles.lineWhen}`}>{when}</span>
      <span className={styles.lineNote}>{note}</span>
      {sending !== null ? (
        <Status tone="info">{sending}</Status>
      ) : (
        code !== null && (
          <bdi dir="ltr" className={`num ${styles.lineCode}`}>
            {code}
          </bdi>
        )
      )}
    </div>
  );
}
