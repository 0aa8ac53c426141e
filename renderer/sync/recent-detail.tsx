import { ExternalLink, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecentEdit } from '#shared/catalog/contract.ts';
import { navigate } from '#renderer/app/router.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useLongWork } from '#renderer/lib/long-work.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button } from '#renderer/ui/index.ts';
import { FieldChange } from './field-change.tsx';
import { recordHref } from './record-href.ts';
import { useRecordName } from './record-name.ts';
import { useRecord } from './use-record.ts';
import { useTakeBack } from './use-undo.ts';
import styles from './sync.module.css';

/** Something done here lately: what taking it back would write, and the button that does. */
export function RecentDetail({ edit, onDone }: { edit: RecentEdit; onDone: () => void }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const takeBack = useTakeBack();
  const nameOf = useRecordName();
  const busy = useLongWork((state) => state.now !== null);
  const record = useRecord(edit.id, edit.entity);
  const title = edit.count > 1 ? t('group.title', { count: edit.count }) : nameOf(edit);
  const undo = () => void takeBack(edit).then(onDone);
  const isThere = !record.isGone && edit.what !== 'delete';
  const open = () => navigate(recordHref(edit.entity, edit.id));
  useShortcut('sync.undo', undo, { enabled: !busy });
  useShortcut('sync.open', open, { enabled: isThere });
  return (
    <article className={styles.detail} aria-label={title}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle} dir="auto">
          {title}
        </h2>
        <p className={styles.soft}>{t('detail.made', { when: formatExact(edit.at, locale) })}</p>
      </header>
      <p>{edit.what === 'edit' ? t(edit.count > 1 ? 'recent.backOfFirst' : 'recent.back', { name: nameOf(edit) }) : t(edit.what === 'delete' ? 'recent.backOfDelete' : 'recent.backOfCreate')}</p>
      {edit.back.length > 0 && (
        <dl className={styles.fields}>
          {edit.back.map((op) => (
            <FieldChange key={op.path} op={op} context={record} />
          ))}
        </dl>
      )}
      <footer className={styles.acts}>
        {isThere && (
          <Button icon={ExternalLink} onPress={open} kbd={keysOf('sync.open')}>
            {t(edit.entity === 'shop' ? 'detail.openShop' : edit.entity === 'product' ? 'detail.openProduct' : 'detail.openRecord')}
          </Button>
        )}
        <Button icon={Undo2} variant="danger" onPress={undo} isDisabled={busy} kbd={keysOf('sync.undo')}>
          {t('undo.group', { count: edit.count })}
        </Button>
      </footer>
      <p className={styles.note}>{t('recent.note')}</p>
    </article>
  );
}
