import { useTranslation } from 'react-i18next';
import type { RecentEdit } from '#shared/catalog/contract.ts';
import type { ConflictRecord, Settlement } from '#shared/sync/conflict-model.ts';
import type { UnsentLine } from '#shared/sync/outbox-model.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Status } from '#renderer/ui/index.ts';
import { useFieldWords } from './describe-field.ts';
import { useRecordName } from './record-name.ts';
import styles from './sync.module.css';

/** A record in the list of conflicts: its name, when it was found, which fields. */
export function ConflictLine({ record, when }: { record: ConflictRecord; when: string }) {
  const words = useFieldWords();
  const nameOf = useRecordName();
  const first = record.conflicts[0]!;
  const fields = [...new Set(record.conflicts.map((conflict) => words.name(conflict.field.path)))];
  return <Line title={nameOf(first)} when={when} note={fields.join(' · ')} code={first.sku} />;
}

/** A change, or a bulk edit as one line. */
export function ChangeLine({ change, when }: { change: UnsentLine; when: string }) {
  const { t } = useTranslation('sync');
  const words = useFieldWords();
  const explain = useExplain();
  const nameOf = useRecordName();
  const { first, count } = change;
  const fields = [...new Set(first.ops.map((op) => words.name(op.path)))];
  const what = first.action === 'patch' ? fields.slice(0, 3).join(' · ') : t(`action.${first.action}`);
  return (
    <Line
      title={count > 1 ? t('group.title', { count }) : nameOf(first)}
      when={when}
      note={first.error ? explain(first.error).what : what}
      code={count > 1 ? null : first.sku}
      sending={change.sending > 0 ? t('stateOf.sending') : null}
    />
  );
}

/** What was decided at one moment. */
export function SettlementLine({ settlement, when }: { settlement: Settlement; when: string }) {
  const { t } = useTranslation('sync');
  const words = useFieldWords();
  const nameOf = useRecordName();
  const { count, sku, choice, path } = settlement;
  return <Line title={count > 1 ? t('settled.many', { count }) : nameOf(settlement)} when={when} note={`${words.name(path)} · ${t(`settled.${choice}`)}`} code={count > 1 ? null : sku} />;
}

/** Something done here lately. */
export function RecentLine({ edit, when }: { edit: RecentEdit; when: string }) {
  const { t } = useTranslation('sync');
  const words = useFieldWords();
  const nameOf = useRecordName();
  const fields = [...new Set(edit.back.map((op) => words.name(op.path)))].slice(0, 3).join(' · ');
  return <Line title={edit.count > 1 ? t('group.title', { count: edit.count }) : nameOf(edit)} when={when} note={edit.what === 'edit' ? fields : t(`action.${edit.what}`)} code={edit.count > 1 ? null : edit.sku} />;
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
