import { useRef } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Status } from '#renderer/ui/index.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { transitionsFor, type ListingMover } from '#shared/catalog/listing-states.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';
import { toneOf } from '../../status.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import styles from './editors.module.css';

type Props = EditorProps<ProductRow> & { edits: Edits; mover: ListingMover };

/** Where this listing may go from here: only steps its life has and this person may take. */
export function StatusEditor({ row, fault, close, edits, mover }: Props) {
  const { t } = useTranslation('catalog');
  const frame = useRef<HTMLDivElement>(null);
  const choices = transitionsFor(mover, row.status);
  const choose = (to: ListingStatus) => {
    void edits.commit({
      row, columnId: 'status', typed: t(`status.${to}`), intent: 'change-status',
      ops: [{ op: 'set', path: 'status', base: row.status, value: to }],
      patch: { status: to },
      said: t('edit.changed', { name: t('column.status'), sku: row.sku, before: t(`status.${row.status}`), after: t(`status.${to}`) }),
    });
    close('down');
  };
  return (
    <div
      ref={frame}
      className={styles.frame}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'Tab') return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Escape') edits.release(row.id, 'status');
        close('stay');
      }}
      onBlur={(event) => {
        if (!frame.current?.contains(event.relatedTarget)) close('stay');
      }}
    >
      <div className={styles.current}>
        <Status tone={toneOf(row.status)}>{t(`status.${row.status}`)}</Status>
      </div>
      <div className={styles.below}>
        {fault !== null && <p role="alert" className={styles.fault}>{fault}</p>}
        <ListBox
          aria-label={t('status.moveTo', { title: row.title })}
          className={styles.choices!}
          autoFocus="first"
          selectionMode="single"
          onAction={(key) => choose(key as ListingStatus)}
          items={choices.map((id) => ({ id }))}
        >
          {({ id }) => (
            <ListBoxItem id={id} textValue={t(`move.${id}`)} className={styles.choice!}>
              <span>{t(`move.${id}`)}</span>
              <Status tone={toneOf(id)}>{t(`status.${id}`)}</Status>
            </ListBoxItem>
          )}
        </ListBox>
      </div>
    </div>
  );
}
