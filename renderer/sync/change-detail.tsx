import { ExternalLink, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { UnsentChange, UnsentLine } from '#shared/sync/outbox-model.ts';
import { navigate } from '#renderer/app/router.ts';
import { formatExact, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, ErrorState, Status } from '#renderer/ui/index.ts';
import { FieldChange } from './field-change.tsx';
import { recordHref } from './record-href.ts';
import { useRecordName } from './record-name.ts';
import { RefusedForm } from './refused-form.tsx';
import { useGroup } from './use-group.ts';
import { useRecord } from './use-record.ts';
import { useUndo } from './use-undo.ts';
import styles from './sync.module.css';

/** One change, or a bulk edit as one: every field before and after, and the way back. */
export function ChangeDetail({ line, onDone }: { line: UnsentLine; onDone: () => void }) {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const undo = useUndo();
  const nameOf = useRecordName();
  const { first, count, group, sending } = line;
  const isGroup = group !== null && count > 1;
  const members = useGroup(isGroup ? group : null);
  const isRefused = first.state === 'rejected';
  const takeBack = () => void undo(isGroup ? { what: 'group', group } : { what: 'one', mid: first.mid }, count);
  const open = () => navigate(recordHref(first.entity, first.id));
  const mayUndo = sending < count;
  useShortcut('sync.undo', takeBack, { enabled: mayUndo });
  useShortcut('sync.open', open, { enabled: !isGroup });
  const title = isGroup ? t('group.title', { count }) : nameOf(first);
  return (
    <article className={styles.detail} aria-label={title}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle} dir="auto">
          {title}
        </h2>
        <p className={styles.soft}>
          {!isGroup && first.sku !== null && (
            <>
              <bdi dir="ltr" className="num">
                {first.sku}
              </bdi>
              {' · '}
            </>
          )}
          {t('detail.made', { when: formatExact(first.madeAt, locale) })}
        </p>
      </header>
      {isGroup ? (
        <ul className={styles.members2}>
          {members.changes.map((change) => (
            <li key={change.mid}>
              <ChangeOfRecord change={change} withTitle />
            </li>
          ))}
        </ul>
      ) : isRefused ? (
        <RefusedForm change={first} onDone={onDone} />
      ) : (
        <ChangeOfRecord change={first} />
      )}
      {isGroup && members.changes.length < members.total && (
        <p className={styles.acts}>
          <Button variant="quiet" onPress={members.more}>
            {t('common:action.showMore')}
          </Button>
          <span className={`num ${styles.soft}`}>{t('list.more', { shown: formatNumber(members.changes.length, locale), total: formatNumber(members.total, locale) })}</span>
        </p>
      )}
      <footer className={styles.acts}>
        {!isGroup && first.action !== 'delete' && (
          <Button icon={ExternalLink} onPress={open} kbd={keysOf('sync.open')}>
            {t(first.entity === 'shop' ? 'detail.openShop' : first.entity === 'product' ? 'detail.openProduct' : 'detail.openRecord')}
          </Button>
        )}
        {(isGroup || !isRefused) && (
          <Button icon={Undo2} variant="danger" onPress={takeBack} isDisabled={!mayUndo} kbd={keysOf('sync.undo')}>
            {isGroup ? t('undo.group', { count }) : t('undo.one')}
          </Button>
        )}
      </footer>
    </article>
  );
}

function ChangeOfRecord({ change, withTitle = false }: { change: UnsentChange; withTitle?: boolean }) {
  const { t } = useTranslation('sync');
  const record = useRecord(change.id, change.entity);
  const nameOf = useRecordName();
  return (
    <div className={styles.recordChange}>
      {withTitle && (
        <p className={styles.recordTitle}>
          <a href={recordHref(change.entity, change.id)} dir="auto">
            {nameOf(change)}
          </a>
          {change.sku !== null && (
            <bdi dir="ltr" className={`num ${styles.soft}`}>
              {change.sku}
            </bdi>
          )}
          {change.state !== 'queued' && <Status tone={change.state === 'rejected' ? 'bad' : 'info'}>{t(`stateOf.${change.state}`)}</Status>}
        </p>
      )}
      {change.error && withTitle && <ErrorState size="line" error={change.error} />}
      {change.action === 'patch' ? (
        <dl className={styles.fields}>
          {change.ops.map((op) => (
            <FieldChange key={op.path} op={op} context={record} />
          ))}
        </dl>
      ) : (
        <p>{t(`action.${change.action}`)}</p>
      )}
    </div>
  );
}
