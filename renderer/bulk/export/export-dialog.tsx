import { CircleStop, FileDown } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyFilter, isNarrowed } from '#renderer/catalog/filter.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, Checkbox, Dialog, ErrorState, Segmented, Select } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { endingOf, exportFormats, exportParts, type ExportFormat, type ExportPart, type ExportWhat } from '#shared/bulk/export/model.ts';
import type { ProductQuery } from '#shared/catalog/contract.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { ExportProgress } from './export-progress.tsx';
import { beginExport, forgetExport, isGoingOn, stopExport, useExport } from './use-export.ts';
import styles from './export.module.css';

type Which = 'list' | 'chosen' | 'shop';
const isOwn = (format: ExportFormat): boolean => format === 'csv' || format === 'xlsx';
const turned = <T,>(all: readonly T[], one: T, on: boolean, order: readonly T[]): readonly T[] => order.filter((each) => (each === one ? on : all.includes(each)));

/** Which products leave, as what, in which language; how many rows that will be, how far it is, and where the file lies. */
export function ExportDialog({ query, chosen, onClose }: { query: ProductQuery; chosen: ReadonlySet<string>; onClose: () => void }) {
  const { t } = useTranslation(['export', 'common']);
  const locale = useLocale();
  const [which, setWhich] = useState<Which>(chosen.size > 0 ? 'chosen' : 'list');
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [spoken, setSpoken] = useState<Locale>(locale);
  const [languages, setLanguages] = useState<readonly Locale[]>(locales);
  const [parts, setParts] = useState<readonly ExportPart[]>(exportParts);
  const { now, error } = useExport();
  useEffect(() => forgetExport, []);

  const what = useMemo<ExportWhat>(() => {
    if (which === 'chosen') return { of: 'chosen', ids: [...chosen] as ProductId[] };
    // The shop that is looked at narrows every list, this one too.
    return { of: 'list', query: which === 'list' ? query : { ...query, filter: { ...emptyFilter, shopId: query.filter.shopId } } };
  }, [which, chosen, query]);
  const look = useAsk('bulk.exportLook', { what }, { refreshOn: ['catalog.changed'] });
  const goesOn = isGoingOn(now);
  const isPart = isNarrowed({ ...query.filter, shopId: null });
  const whiches = [
    { id: 'list' as const, label: isPart ? t('which.list') : t('which.all') },
    ...(chosen.size > 0 ? [{ id: 'chosen' as const, label: t('which.chosen', { count: chosen.size }) }] : []),
    ...(isPart ? [{ id: 'shop' as const, label: t('which.shop') }] : []),
  ];
  const begin = () => void beginExport({ what, choice: { format, locales: isOwn(format) ? [...languages] : [spoken], parts: [...parts] } }, `${look.data?.stem ?? 'export'}${endingOf[format]}`);
  // Without a text in any language there is nothing to choose languages for.
  const texts = parts.includes('texts');
  const isReady = look.data !== null && look.data.products > 0 && look.data.shops === 1 && (languages.length > 0 || !isOwn(format));

  if (now !== null) {
    return (
      <Dialog
        title={t('title')} isOpen onClose={onClose}
        actions={goesOn
          ? <><Button variant="quiet" onPress={onClose}>{t('inBackground')}</Button><Button icon={CircleStop} onPress={stopExport}>{t('stop')}</Button></>
          : <><Button variant="quiet" onPress={forgetExport}>{t('another')}</Button><Button variant="go" onPress={onClose}>{t('common:action.close')}</Button></>}
      >
        <ExportProgress state={now} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('title')} isOpen onClose={onClose}
      actions={<><Button variant="quiet" onPress={onClose}>{t('common:action.cancel')}</Button><Button variant="go" icon={FileDown} isDisabled={!isReady} onPress={begin}>{t('go')}</Button></>}
    >
      <div className={styles.form}>
        {whiches.length > 1 && <Segmented label={t('which.label')} value={which} onChange={setWhich} items={whiches} />}
        <Select label={t('format.label')} value={format} onChange={setFormat} description={t(`format.about.${format}`)} items={exportFormats.map((id) => ({ id, label: t(`format.${id}`) }))} />
        {isOwn(format) ? (
          <>
            <fieldset className={styles.ticks}>
              <legend>{t('parts.label')}</legend>
              {exportParts.map((part) => <Checkbox key={part} isSelected={parts.includes(part)} onChange={(on) => setParts(turned(parts, part, on, exportParts))}>{t(`parts.${part}`)}</Checkbox>)}
            </fieldset>
            <fieldset className={styles.ticks} disabled={!texts}>
              <legend>{t('languages')}</legend>
              {locales.map((one) => <Checkbox key={one} isDisabled={!texts} isSelected={languages.includes(one)} onChange={(on) => setLanguages(turned(languages, one, on, locales))}><span lang={one}>{languageNames[one]}</span></Checkbox>)}
            </fieldset>
          </>
        ) : <Select label={t('language')} value={spoken} onChange={setSpoken} items={locales.map((id) => ({ id, label: languageNames[id] }))} />}
        <p role="status" className={`num ${styles.sum}`}>
          {look.data === null ? t('counting') : look.data.shops > 1 ? t('severalShops') : t('sum', { rows: formatNumber(look.data.rows, locale), count: look.data.products })}
        </p>
        {(error ?? look.error) && <ErrorState size="line" error={(error ?? look.error)!} />}
      </div>
    </Dialog>
  );
}
