import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { EditorProps } from '../grid/model.ts';
import { Why, type Figure } from './why.tsx';
import styles from './score.module.css';

/** The same for the keyboard: Enter in the cell opens it, Escape closes it, Tab goes through the links to the fields. */
export function WhyEditor({ row, close, figure }: EditorProps<ProductRow> & { figure: Figure }) {
  const { t } = useTranslation('listing');
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.focus(), []);
  return (
    <div
      ref={frame} role="dialog" aria-label={t('why.title')} tabIndex={-1} className={styles.opened}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close('stay');
      }}
      onBlur={(event) => {
        if (!frame.current?.contains(event.relatedTarget)) close('stay');
      }}
    >
      <Why id={row.id} figure={figure} />
    </div>
  );
}
