import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Checkbox } from '#renderer/ui/index.ts';
import type { JobLine } from '#shared/catalog/versions-contract.ts';
import { WHOLE_RECORD } from '#shared/sync/audited-fields.ts';
import { useChangeWords } from '../history/change-words.ts';
import { ValueCell } from './value-cell.tsx';
import styles from './versions.module.css';

type Props = { lines: readonly JobLine[]; /** Whether a line is ticked; null where nothing is chosen by hand. */ ticked: ((line: JobLine) => boolean) | null; onTick: (line: JobLine, on: boolean) => void };

/** Cells of a job: before it, after it, now. */
export function JobLines({ lines, ticked, onTick }: Props) {
  const { t } = useTranslation('versions');
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {ticked && <th scope="col"><span className={styles.hidden}>{t('restoreOne')}</span></th>}
          <th scope="col">{t('jobs.product')}</th>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
          <th scope="col">{t('now')}</th>
        </tr>
      </thead>
      <tbody>{lines.map((line) => <Line key={`${line.record} ${line.path}`} line={line} ticked={ticked} onTick={onTick} />)}</tbody>
    </table>
  );
}

function Line({ line, ticked, onTick }: Omit<Props, 'lines'> & { line: JobLine }) {
  const { t } = useTranslation(['versions', 'catalog']);
  // Amounts need the product's currency, variants their names.
  const { data } = useAsk('catalog.product', { id: line.record }, { enabled: line.path !== WHOLE_RECORD });
  const [product, shop] = [data?.product ?? null, data?.shop ?? null];
  const words = useChangeWords(product, shop);
  const name = line.title === '' ? t('catalog:untitled') : line.title;
  const { what } = words({ path: line.path, before: null, after: null, delta: null, reason: null });
  return (
    <tr>
      {ticked && <td><Checkbox aria-label={t('jobs.also', { name: `${name} · ${what}` })} isSelected={ticked(line)} onChange={(on) => onTick(line, on)} /></td>}
      <th scope="row">
        {line.state === 'gone' || line.state === 'deleted' ? <bdi>{name}</bdi> : <a href={hrefOf(['catalog', line.record, 'versions'])}><bdi>{name}</bdi></a>}{' '}
        {line.sku !== null && <bdi dir="ltr" className={`num ${styles.soft}`}>{line.sku}</bdi>}
      </th>
      <td>{what}</td>
      {line.path === WHOLE_RECORD ? <td colSpan={3} /> : (['before', 'after', 'now'] as const).map((side) => <td key={side}><ValueCell path={line.path} value={line[side]} product={product} shop={shop} /></td>)}
    </tr>
  );
}
