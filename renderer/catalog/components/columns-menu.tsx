import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox, IconButton, Popover } from '#renderer/ui/index.ts';
import { moveColumn, showHide, untouched, type ColumnChoice } from './grid/columns.ts';
import type { GridColumn } from './grid/model.ts';
import styles from './columns-menu.module.css';

type Props<Row> = { columns: readonly GridColumn<Row>[]; choice: ColumnChoice; onChoice: (choice: ColumnChoice) => void };

/** Which columns are shown, and in which order. */
export function ColumnsMenu<Row>({ columns, choice, onChoice }: Props<Row>) {
  const { t } = useTranslation('catalog');
  const listed = choice.order.map((id) => columns.find((column) => column.id === id)!).filter((column) => !column.fixed);
  return (
    <Popover label={t('columns.label')} placement="bottom end" trigger={<Button variant="quiet" size="sm" icon={Columns3}>{t('columns.label')}</Button>}>
      <ul className={styles.list}>
        {listed.map((column) => (
          <li key={column.id} className={styles.item}>
            <Checkbox isSelected={!choice.hidden.includes(column.id)} onChange={() => onChoice(showHide(columns, choice, column.id))} className={styles.word}>
              {column.title}
            </Checkbox>
            {!choice.hidden.includes(column.id) && (
              <>
                <IconButton size="sm" icon={ArrowUp} label={t('columns.before', { name: column.title })} onPress={() => onChoice(moveColumn(columns, choice, column.id, -1))} />
                <IconButton size="sm" icon={ArrowDown} label={t('columns.after', { name: column.title })} onPress={() => onChoice(moveColumn(columns, choice, column.id, 1))} />
              </>
            )}
          </li>
        ))}
      </ul>
      <Button variant="quiet" size="sm" onPress={() => onChoice(untouched(columns))}>{t('columns.reset')}</Button>
    </Popover>
  );
}
