import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox, IconButton, Popover, Status } from '#renderer/ui/index.ts';
import { exportGroups, findsAgain, type ExportColumn, type ExportGroup } from '#shared/bulk/export/model.ts';
import { allColumns, columnsIn, moved, turned, type ColumnChoice } from './column-choice.ts';
import styles from './export.module.css';

type Props = { choice: ColumnChoice; onChoice: (choice: ColumnChoice) => void };

/** Which columns a table gets and in which order: what they are about in a few ticks, or one by one. */
export function ExportColumns({ choice, onChoice }: Props) {
  const { t } = useTranslation(['export', 'catalog']);
  const words = useColumnWords();
  const shown = columnsIn(choice);
  return (
    <fieldset className={styles.ticks}>
      <legend>{t('columns.label')}</legend>
      {(Object.keys(exportGroups) as ExportGroup[]).map((group) => {
        const columns: readonly ExportColumn[] = exportGroups[group];
        const count = columns.filter((column) => shown.includes(column)).length;
        return <Checkbox key={group} isSelected={count === columns.length} isIndeterminate={count > 0 && count < columns.length} onChange={(isIn) => onChoice(turned(choice, columns, isIn))}>{t(`parts.${group}`)}</Checkbox>;
      })}
      <Popover label={t('columns.which')} placement="bottom end" trigger={<Button size="sm" variant="quiet" icon={Columns3}>{t('columns.open', { shown: shown.length, all: choice.order.length })}</Button>}>
        <ul className={styles.columns}>
          {choice.order.map((column) => (
            <li key={column}>
              <Checkbox isSelected={shown.includes(column)} onChange={(isIn) => onChoice(turned(choice, [column], isIn))}>{words(column)}</Checkbox>
              {shown.includes(column) && (
                <>
                  <IconButton size="sm" icon={ArrowUp} label={t('catalog:columns.before', { name: words(column) })} isDisabled={column === shown[0]} onPress={() => onChoice(moved(choice, column, -1))} />
                  <IconButton size="sm" icon={ArrowDown} label={t('catalog:columns.after', { name: words(column) })} isDisabled={column === shown.at(-1)} onPress={() => onChoice(moved(choice, column, 1))} />
                </>
              )}
            </li>
          ))}
        </ul>
        <Button variant="quiet" size="sm" onPress={() => onChoice(allColumns)}>{t('catalog:columns.reset')}</Button>
      </Popover>
      {!findsAgain(shown) && <Status tone="warn">{t('columns.noKey')}</Status>}
    </fieldset>
  );
}

/** Columns by the words they have as meanings of a file that comes in; those that stand for several by what these are. */
function useColumnWords(): (column: ExportColumn) => string {
  const { t } = useTranslation(['export', 'import', 'catalog']);
  return (column) => {
    switch (column) {
      case 'options': return t('columns.options');
      case 'priceLists': return t('columns.priceLists');
      case 'attributes': return t('parts.attributes');
      // As a meaning it says what it does in a file; here it is only what it is.
      case 'handle': return t('catalog:field.handle');
      default: return t(`import:target.${column}`);
    }
  };
}
