import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Trash2, X } from 'lucide-react';
import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { directionOf, useLocale } from '#renderer/lib/i18n.ts';
import { Icon, IconButton, Select, TextField } from '#renderer/ui/index.ts';
import type { AxisDraft, AxisFault, AxisValue } from '#shared/catalog/axis-draft.ts';
import { fold } from '#shared/kernel/text.ts';
import { freshId } from '../views/use-views.ts';
import styles from './axes.module.css';

type Props = {
  axis: AxisDraft;
  /** From 1. */
  nth: number;
  of: number;
  faults: readonly AxisFault[];
  /** Whether the product has variants that need a value on this axis. */
  needsFill: boolean;
  onChange: (axis: AxisDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** From so many on, the values scroll in a window of their own. */
const MANY = 24;

/** One way in which variants differ: its name and its values, each renamed, moved or taken out where it stands. */
export function AxisEditor({ axis, nth, of, faults, needsFill, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation('offer');
  const explain = useExplain();
  const name = axis.name.trim() || t('axes.unnamed', { n: nth });
  const frame = useRef<HTMLFieldSetElement>(null);
  const own = faults.find(({ value }) => value === null);
  const setValues = (values: readonly AxisValue[]) => onChange({ ...axis, values });
  return (
    <fieldset ref={frame} className={styles.axis} aria-label={name}>
      <div className={styles.axisHead}>
        <TextField className={styles.axisName} label={t('axes.name', { n: nth })} value={axis.name} onChange={(text) => onChange({ ...axis, name: text })} maxLength={60} autoFocus={axis.name === ''} placeholder={t('axes.nameExample')} error={own ? explain(own.error).what : null}
          // A name is followed by its values.
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) frame.current?.querySelector<HTMLElement>('[data-new]')?.focus();
            // The primitive keeps keys it is asked about; Escape is the dialog's.
            else event.continuePropagation();
          }}
        />
        <span className={styles.gap} />
        <IconButton size="sm" icon={ArrowUp} label={t('axes.earlier', { name })} isDisabled={nth === 1} onPress={() => onMove(-1)} />
        <IconButton size="sm" icon={ArrowDown} label={t('axes.later', { name })} isDisabled={nth === of} onPress={() => onMove(1)} />
        <IconButton size="sm" icon={Trash2} label={t('axes.remove', { name })} onPress={onRemove} />
      </div>
      <ul className={styles.values} data-many={axis.values.length > MANY || undefined} aria-label={t('axes.values', { name })}>
        {axis.values.map((value, at) => {
          const fault = faults.find((one) => one.value === value.id);
          return (
            <ValueChip
              key={value.id} value={value} nth={at + 1} axis={name} isFirst={at === 0} isLast={at === axis.values.length - 1} fault={fault ? explain(fault.error).what : null}
              onText={(text) => setValues(axis.values.map((one) => (one.id === value.id ? { ...one, text } : one)))}
              onMove={(by) => setValues(moved(axis.values, at, by))}
              onRemove={() => setValues(axis.values.filter((one) => one.id !== value.id))}
            />
          );
        })}
        <li><NewValues axis={name} known={axis.values} onAdd={(fresh) => setValues([...axis.values, ...fresh])} /></li>
      </ul>
      {needsFill && axis.values.length > 1 && (
        <Select
          className={styles.fill} label={t('axes.fill')} items={axis.values.map(({ id, text }) => ({ id, label: text }))}
          value={axis.values.some(({ id }) => id === axis.fill) ? axis.fill : axis.values[0]!.id} onChange={(fill) => onChange({ ...axis, fill })}
        />
      )}
    </fieldset>
  );
}

/** A list with one entry moved one place; at an end it stays as it is. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const to = at + by;
  if (to < 0 || to >= list.length) return list;
  return list.with(at, list[to]!).with(to, list[at]!);
}

type ChipProps = { value: AxisValue; nth: number; axis: string; isFirst: boolean; isLast: boolean; fault: string | null; onText: (text: string) => void; onMove: (by: -1 | 1) => void; onRemove: () => void };

function ValueChip({ value, nth, axis, isFirst, isLast, fault, onText, onMove, onRemove }: ChipProps) {
  const { t } = useTranslation('offer');
  const rightToLeft = directionOf(useLocale()) === 'rtl';
  const name = value.text.trim();
  // Alt and an arrow move the value the way the arrow points.
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    onMove((event.key === 'ArrowRight') === rightToLeft ? -1 : 1);
  };
  return (
    <li className={styles.value}>
      <span className={styles.valueBox} data-invalid={fault !== null || undefined}>
        <input
          className={styles.valueInput} dir="auto" aria-label={t('axes.value', { n: nth, name: axis })} aria-invalid={fault !== null} aria-describedby={fault === null ? undefined : `value-${value.id}`}
          value={value.text} autoComplete="off" spellCheck={false} onChange={(event) => onText(event.target.value)} onKeyDown={onKeyDown}
        />
        <button type="button" className={styles.valueTool} aria-label={t('axes.remove', { name })} onClick={onRemove}><Icon icon={X} size={12} /></button>
        <span className={styles.movers}>
          <button type="button" className={styles.valueTool} aria-label={t('axes.earlier', { name })} disabled={isFirst} onClick={() => onMove(-1)}><Icon icon={rightToLeft ? ArrowRight : ArrowLeft} size={12} /></button>
          <button type="button" className={styles.valueTool} aria-label={t('axes.later', { name })} disabled={isLast} onClick={() => onMove(1)}><Icon icon={rightToLeft ? ArrowLeft : ArrowRight} size={12} /></button>
        </span>
      </span>
      {fault !== null && <span id={`value-${value.id}`} role="alert" className={styles.fault}>{fault}</span>}
    </li>
  );
}

/** Enter, a comma or a pasted list adds; what is there already stays in the field with the reason. */
function NewValues({ axis, known, onAdd }: { axis: string; known: readonly AxisValue[]; onAdd: (values: readonly AxisValue[]) => void }) {
  const { t } = useTranslation('offer');
  const explain = useExplain();
  const [text, setText] = useState('');
  const [taken, setTaken] = useState(false);
  const id = useId();
  const add = (typed: string) => {
    const seen = new Set(known.map((value) => fold(value.text)));
    const wanted = typed.split(/[,،;\n\t]/).map((one) => one.trim()).filter((one) => one !== '');
    const twin = wanted.find((one) => seen.has(fold(one)));
    const fresh = wanted.filter((one) => !seen.has(fold(one)) && seen.add(fold(one)));
    if (fresh.length > 0) onAdd(fresh.map((one) => ({ id: freshId(), from: null, text: one })));
    setText(twin ?? '');
    setTaken(twin !== undefined);
  };
  return (
    <>
    <input
      data-new aria-invalid={taken} aria-describedby={taken ? id : undefined}
      className={styles.new} dir="auto" aria-label={t('axes.newValue', { name: axis })} placeholder={t('axes.newValueHint')} autoComplete="off" spellCheck={false} value={text}
      onChange={(event) => {
        setTaken(false);
        if (/[,،;]/.test(event.target.value)) add(event.target.value);
        else setText(event.target.value);
      }}
      onPaste={(event: ClipboardEvent) => {
        const pasted = event.clipboardData.getData('text');
        if (!/[,،;\n\t]/.test(pasted)) return;
        event.preventDefault();
        add(text + pasted);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || event.key !== 'Enter') return;
        event.preventDefault();
        add(text);
      }}
      onBlur={() => add(text)}
    />
    {taken && <span id={id} role="alert" className={styles.fault}>{explain({ code: 'rule-broken', field: 'options', rule: 'option-value-taken', details: { value: text } }).what}</span>}
    </>
  );
}
