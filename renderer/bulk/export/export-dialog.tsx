import { CircleStop, FileDown } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyFilter, isNarrowed } from '#renderer/catalog/filter.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, Checkbox, Dialog, ErrorState, Segmented, Select } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import { endingOf, exportFormats, type ExportFormat, type ExportWhat } from '#shared/bulk/export/model.ts';
import type { ProductQuery } from '#shared/catalog/contract.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { columnsIn } from './column-choice.ts';
import { ExportColumns } from './export-columns.tsx';
import { ExportProgress } from './export-progress.tsx';
import { beginExport, forgetExport, isGoingOn, stopExport, useExport } from './use-export.ts';
import { useExportScreen } from './use-export-screen.ts';
import styles from './export.module.css';

type Which = 'list' | 'chosen' | 'shop';
const isOwn = (format: ExportFormat): boolean => format === 'csv' || format === 'xlsx';

/** Which products leave, as what, in which language; how many rows that will be, how far it is, and where the file lies. */
export function ExportDialog({ query, chosen, onClose }: { query: ProductQuery; chosen: ReadonlySet<string>; onClose: () => void }) {
  const { t } = useTranslation(['export', 'common']);
  const locale = useLocale();
  const [which, setWhich] = useState<Which>(chosen.size > 0 ? 'chosen' : 'list');
  const [kept, keep] = useExportScreen();
  const [screen, setScreen] = useState(kept);
  const { format, languages, columns } = screen;
  const spoken = screen.spoken ?? locale;
  const change = (part: Partial<typeof screen>) => setScreen({ ...screen, ...part });
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
  const begin = () => {
    // The next time it begins with this choice.
    keep(screen);
    void beginExport({ what, choice: { format, locales: isOwn(format) ? (texts ? [...languages] : [locale]) : [spoken], ...(isOwn(format) ? { columns: shown } : {}) } }, `${look.data?.stem ?? 'export'}${endingOf[format]}`);
  };
  const shown = columnsIn(columns);
  // Without a text in any language there is nothing to choose languages for.
  const texts = shown.includes('title') || shown.includes('description');
  const isReady = look.data !== null && look.data.products > 0 && look.data.shops === 1 && (!isOwn(format) || (shown.length > 0 && (languages.length > 0 || !texts)));

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
        <Select label={t('format.label')} value={format} onChange={(one) => change({ format: one })} description={t(`format.about.${format}`)} items={exportFormats.map((id) => ({ id, label: t(`format.${id}`) }))} />
        {isOwn(format) ? (
          <>
            <ExportColumns choice={columns} onChoice={(one) => change({ columns: one })} />
            <fieldset className={styles.ticks} disabled={!texts}>
              <legend>{t('languages')}</legend>
              {locales.map((one) => <Checkbox key={one} isDisabled={!texts} isSelected={languages.includes(one)} onChange={(on) => change({ languages: locales.filter((each) => (each === one ? on : languages.includes(each))) })}><span lang={one}>{languageNames[one]}</span></Checkbox>)}
            </fieldset>
          </>
        ) : <Select label={t('language')} value={spoken} onChange={(one) => change({ spoken: one })} items={locales.map((id) => ({ id, label: languageNames[id] }))} />}
        <p role="status" className={`num ${styles.sum}`}>
          {look.data === null ? t('counting') : look.data.shops > 1 ? t('severalShops') : t('sum', { rows: formatNumber(look.data.rows, locale), count: look.data.products })}
        </p>
        {(error ?? look.error) && <ErrorState size="line" error={(error ?? look.error)!} />}
      </div>
    </Dialog>
  );
}
