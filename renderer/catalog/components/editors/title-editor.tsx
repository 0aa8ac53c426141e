import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { Edits } from '../../use-edits.ts';
import type { EditorProps } from '../grid/model.ts';
import { CellInput } from './cell-input.tsx';

const LONGEST_TITLE = 200;

/** The title of a line, in the language it is shown in. */
export function TitleEditor({ row, typed, fault, close, edits }: EditorProps<ProductRow> & { edits: Edits }) {
  const { t } = useTranslation('catalog');
  const [text, setText] = useState(typed ?? row.title);
  const [touched, setTouched] = useState(false);
  const after = text.trim();
  const tooLong = after.length > LONGEST_TITLE ? t('input.tooLong', { count: LONGEST_TITLE, found: after.length }) : null;

  const commit = (): boolean => {
    if (tooLong !== null) return false;
    if (after === row.title) {
      edits.release(row.id, 'title');
      return true;
    }
    void edits.commit({
      row, columnId: 'title', typed: text, intent: 'edit-title',
      ops: [{ op: 'set', path: `texts/${row.titleLocale}/title`, base: row.title, value: after }],
      patch: { title: after },
      said: t('edit.titleChanged', { sku: row.sku, after }),
    });
    return true;
  };
  return (
    <CellInput
      label={`${t('column.title')}, ${row.sku}`} lang={row.titleLocale}
      text={text} onText={(next) => { setText(next); setTouched(true); }}
      onCommit={commit} onCancel={() => edits.release(row.id, 'title')} close={close}
      fault={tooLong ?? (touched ? null : fault)} fresh={typed !== null}
    />
  );
}
