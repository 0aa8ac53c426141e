import { useState } from 'react';
import { ExternalLink, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { UnsentChange } from '#shared/sync/contract.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, ErrorState, Status } from '#renderer/ui/index.ts';
import { FieldChange } from './field-change.tsx';
import type { ChangeGroup } from './groups.ts';
import { useUndo } from './use-undo.ts';
import { useRecord } from './use-record.ts';
import styles from './sync.module.css';

const FIRST_SHOWN = 25;

/** One change, or a bulk edit as one: every field before and after, and the way back. */
export function ChangeDetail({ item }: { item: ChangeGroup }) {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const undo = useUndo();
  const [shown, setShown] = useState(FIRST_SHOWN);
  const [first] = item.changes;
  const isGroup = item.changes.length > 1;
  const takeBack = () => void undo(isGroup && item.group !== null ? { what: 'group', group: item.group } : { what: 'one', mid: first.mid });
  const open = () => navigate(hrefOf(['catalog', first.id]));
  const mayUndo = item.changes.some((change) => change.state !== 'sending');
  useShortcut('sync.undo', takeBack, { enabled: mayUndo });
  useShortcut('sync.open', open, { enabled: !isGroup });
  return (
    <article className={styles.detail} aria-label={isGroup ? t('group.title', { count: item.changes.length }) : first.label}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle} dir="auto">
          {isGroup ? t('group.title', { count: item.changes.length }) : first.label}
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
      {first.error && !isGroup && (
        <>
          <ErrorState size="line" error={first.error} />
          <p className={styles.note}>{t('rejected.text')}</p>
        </>
      )}
      {isGroup ? (
        <ul className={styles.members2}>
          {item.changes.slice(0, shown).map((change) => (
            <li key={change.mid}>
              <ChangeOfRecord change={change} withTitle />
            </li>
          ))}
        </ul>
      ) : (
        <ChangeOfRecord change={first} />
      )}
      {isGroup && item.changes.length > shown && (
        <Button variant="quiet" onPress={() => setShown(shown + 100)}>
          {t('common:action.showMore')}
        </Button>
      )}
      <footer className={styles.acts}>
        {!isGroup && first.action !== 'delete' && (
          <Button icon={ExternalLink} onPress={open} kbd={keysOf('sync.open')}>
            {t('detail.openProduct')}
          </Button>
        )}
        <Button icon={Undo2} variant="danger" onPress={takeBack} isDisabled={!mayUndo} kbd={keysOf('sync.undo')}>
          {isGroup ? t('undo.group', { count: item.changes.length }) : t('undo.one')}
        </Button>
      </footer>
    </article>
  );
}

function ChangeOfRecord({ change, withTitle = false }: { change: UnsentChange; withTitle?: boolean }) {
  const { t } = useTranslation('sync');
  const record = useRecord(change.id);
  return (
    <div className={styles.recordChange}>
      {withTitle && (
        <p className={styles.recordTitle}>
          <a href={hrefOf(['catalog', change.id])} dir="auto">
            {change.label}
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
