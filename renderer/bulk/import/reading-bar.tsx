import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Select } from '#renderer/ui/index.ts';
import type { ImportDraft } from '#shared/bulk/draft-model.ts';
import { delimiters, type Delimiter } from '#shared/bulk/csv/model.ts';
import { offeredEncodings } from '#shared/bulk/reading/encoding.ts';
import type { DraftChange } from './use-draft.ts';
import styles from './reading.module.css';

type Props = { draft: ImportDraft; isDisabled: boolean; onChange: (change: DraftChange) => void };

const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const satisfies Record<Delimiter, string>;
/** How encodings are written in every language: a name, no word. */
const encodingName = (encoding: string): string => encoding.replace(/^(utf|iso|gb|big|euc)/, (start) => start.toUpperCase()).replace(/^[wms]/, (letter) => letter.toUpperCase());
/** Below this a figure would say more than is known: a short file has few letters to go by. */
const LIKELY = 0.3;
/** Header rows that can be chosen: titles stand above a table, rarely more lines of them. */
const MOST_HEADERS = 20;
const NO_HEADER = 'none';
const AUTO = 'auto';

/** How a file is read, what says so, and each of it to be changed: the rows below are drawn again. */
export function ReadingBar({ draft, isDisabled, onChange }: Props) {
  const { t } = useTranslation('import');
  const evidence = useEvidence(draft);
  const { reading, choice, rows, chosen } = draft;
  const header = reading.header.at;
  const encodings = reading.encoding && [...new Set([reading.encoding.encoding, ...offeredEncodings])];
  const change = (part: Partial<typeof chosen>) => onChange({ reading: { ...chosen, ...part } });
  return (
    <section className={styles.bar} aria-label={t('reading.label')}>
      {reading.encoding && encodings && (
        <Said why={evidence.encoding}>
          <Select label={t('reading.encoding')} isDisabled={isDisabled} items={encodings.map((id) => ({ id, label: encodingName(id) }))} value={reading.encoding.encoding} onChange={(encoding) => change({ encoding })} />
        </Said>
      )}
      {reading.delimiter && (
        <Said why={evidence.delimiter} isUnsure={reading.delimiter.how === 'unsure'}>
          <Select label={t('reading.delimiter')} isDisabled={isDisabled} items={delimiters.map((id) => ({ id, label: t(`delimiter.${delimiterNames[id]}`) }))} value={reading.delimiter.delimiter} onChange={(delimiter) => change({ delimiter })} />
        </Said>
      )}
      {reading.sheets && (
        <Said why={t('evidence.sheets', { count: reading.sheets.length })}>
          <Select
            label={t('reading.sheet')} isDisabled={isDisabled} value={String(reading.sheet)} onChange={(sheet) => change({ sheet: Number(sheet), header: undefined })}
            items={reading.sheets.map(({ name, hidden }, at) => ({ id: String(at), label: hidden ? t('sheet.hidden', { name }) : name }))}
          />
        </Said>
      )}
      <Said why={evidence.header}>
        <Select
          label={t('reading.header')} isDisabled={isDisabled} value={header === null ? NO_HEADER : String(header)}
          items={[...rows.slice(0, Math.max(MOST_HEADERS, (header ?? 0) + 1)).map(({ line }, at) => ({ id: String(at), label: t('reading.headerAt', { line }) })), { id: NO_HEADER, label: t('reading.noHeader') }]}
          onChange={(id) => change({ header: id === NO_HEADER ? null : Number(id) })}
        />
      </Said>
      <Said why={choice.decimal === null ? t('decimal.autoText') : t('evidence.chosen')}>
        <Select
          label={t('reading.decimal')} isDisabled={isDisabled} value={choice.decimal === null ? AUTO : choice.decimal}
          items={[{ id: AUTO, label: t('decimal.auto') }, { id: ',', label: t('decimal.comma') }, { id: '.', label: t('decimal.dot') }]}
          onChange={(id) => onChange({ choice: { decimal: id === ',' || id === '.' ? id : null } })}
        />
      </Said>
    </section>
  );
}

/** A choice, and below it what speaks for it. */
function Said({ why, isUnsure = false, children }: { why: string; isUnsure?: boolean; children: ReactNode }) {
  return (
    <div className={styles.said}>
      {children}
      <p className={styles.why} data-unsure={isUnsure || undefined}>{why}</p>
    </div>
  );
}

/** What speaks for how the file is read, as sentences. */
function useEvidence({ reading, whole }: ImportDraft): { encoding: string; delimiter: string; header: string } {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const number = (count: number) => formatNumber(count, locale);
  const { encoding, delimiter, header } = reading;
  const counted = delimiter?.evidence.find((one) => one.delimiter === delimiter.delimiter);
  return {
    encoding: encoding === null ? '' : encoding.evidence === 'statistics' ? (encoding.confidence < LIKELY ? t('evidence.weak') : t('evidence.statistics', { confidence: formatPercent(encoding.confidence, locale) })) : t(encoding.evidence === 'valid' && !whole ? 'evidence.validSoFar' : `evidence.${encoding.evidence}`),
    delimiter: delimiter === null || counted === undefined ? '' : delimiter.how === 'unsure' ? t('evidence.undecided') : delimiter.how === 'counted' ? t('evidence.counted', { agreeing: number(counted.agreeing), rows: number(counted.rows), columns: number(counted.columns) }) : t(`evidence.${delimiter.how}`),
    header: header.chosen ? t('evidence.chosen') : header.at === null ? t('evidence.headerNone') : t('evidence.header', { known: number(header.evidence.known), cells: number(header.evidence.cells) }),
  };
}
