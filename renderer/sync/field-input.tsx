import type { Json } from '#shared/kernel/json.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { MoneyField, NumberField, TextField } from '#renderer/ui/index.ts';
import { natureOf } from './describe-field.ts';

type Props = { path: string; value: Json; label: string; currency: Currency | null; onChange: (value: Json) => void; onReadable: (readable: boolean) => void; autoFocus?: boolean; className?: string | undefined };

/** Whether a value of this field is typed in one box. */
export const isTyped = (path: string, value: Json): boolean => ['money', 'count', 'text', 'long'].includes(natureOf(path)) && (value === null || typeof value === 'string' || typeof value === 'number');

/** A value typed in its field's own way: an amount, a count, a line, a text. */
export function FieldInput({ path, value, label, currency, onChange, onReadable, autoFocus = false, className }: Props) {
  const nature = natureOf(path);
  if (nature === 'money' && currency !== null) {
    return <MoneyField label={label} currency={currency} value={typeof value === 'number' ? (value as Minor) : null} onChange={onChange} onReadable={onReadable} autoFocus={autoFocus} className={className} />;
  }
  if (nature === 'count') return <NumberField label={label} value={typeof value === 'number' ? value : 0} onChange={onChange} autoFocus={autoFocus} className={className} />;
  return <TextField label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} multiline={nature === 'long'} autoFocus={autoFocus} className={className} />;
}
