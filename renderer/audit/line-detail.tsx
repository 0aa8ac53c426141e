import { useTranslation } from 'react-i18next';
import type { AuditLine } from '#shared/audit/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button } from '#renderer/ui/index.ts';
import { useAuditWords } from './audit-words.ts';
import styles from './audit.module.css';

type Narrow = { by?: string; object?: string; shop?: string };

/** One line of the journal with everything it holds, and the ways to what belongs to it. */
export function LineDetail({ line, onNarrow }: { line: AuditLine; onNarrow: (filter: Narrow) => void }) {
  const { t } = useTranslation('audit');
  const locale = useLocale();
  const words = useAuditWords();
  const fields = line.changes.length > 0 ? line.changes.map(({ path, before, after }) => ({ path, before, after })) : fieldsOf(line.was, line.became);
  return (
    <section className={styles.detail} aria-label={words.action(line)}>
      <h2>{words.action(line)}</h2>
      <dl className={styles.facts}>
        <dt>{t('column.at')}</dt>
        <dd>{formatExact(line.at, locale)}</dd>
        {line.madeAt !== null && line.madeAt !== line.at && (
          <>
            <dt>{t('detail.madeAt')}</dt>
            <dd>{formatExact(line.madeAt, locale)}</dd>
          </>
        )}
        <dt>{t('column.by')}</dt>
        <dd><bdi>{line.by?.name ?? t('nobody')}</bdi></dd>
        <dt>{t('column.object')}</dt>
        <dd>
          {words.object(line.object.kind)}
          {line.object.id !== null && <code className={styles.id} dir="ltr">{line.object.id}</code>}
        </dd>
        {line.shop !== null && (
          <>
            <dt>{t('column.shop')}</dt>
            <dd><bdi>{line.shop.name ?? line.shop.id}</bdi></dd>
          </>
        )}
        <dt>{t('column.device')}</dt>
        <dd><bdi>{line.device ?? t('none')}</bdi></dd>
        {line.reason !== null && (
          <>
            <dt>{t('detail.reason')}</dt>
            <dd><bdi>{line.reason}</bdi></dd>
          </>
        )}
        {line.outcome !== null && (
          <>
            <dt>{t('detail.outcome')}</dt>
            <dd>{words.outcome(line.outcome)}</dd>
          </>
        )}
        <dt>{t('detail.link')}</dt>
        <dd className="num">{line.seq ?? t('detail.linkSoon')}</dd>
      </dl>
      {fields.length > 0 && (
        <table className={styles.fields}>
          <thead>
            <tr>
              <th scope="col">{t('detail.field')}</th>
              <th scope="col">{t('detail.before')}</th>
              <th scope="col">{t('detail.after')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row"><code dir="ltr">{path}</code></th>
                <td><bdi>{shown(before)}</bdi></td>
                <td><bdi>{shown(after)}</bdi></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.ways}>
        {line.by !== null && <Button size="sm" onPress={() => onNarrow({ by: line.by!.id })}>{t('narrow.by')}</Button>}
        {line.object.id !== null && <Button size="sm" onPress={() => onNarrow({ object: line.object.id! })}>{t('narrow.object')}</Button>}
        {line.shop !== null && <Button size="sm" onPress={() => onNarrow({ shop: line.shop!.id })}>{t('narrow.shop')}</Button>}
      </div>
    </section>
  );
}

const isRecord = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An act tells its object before and after as one value each; field by field where both have fields. */
function fieldsOf(was: Json, became: Json): { path: string; before: Json; after: Json }[] {
  if (was === null && became === null) return [];
  if (!isRecord(was) && !isRecord(became)) return [{ path: '·', before: was, after: became }];
  const keys = [...new Set([...(isRecord(was) ? Object.keys(was) : []), ...(isRecord(became) ? Object.keys(became) : [])])];
  return keys.map((path) => ({ path, before: isRecord(was) ? (was[path] ?? null) : null, after: isRecord(became) ? (became[path] ?? null) : null }));
}

const shown = (value: Json): string => (value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value));
