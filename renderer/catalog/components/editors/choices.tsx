import styles from './editors.module.css';

type ChoicesProps<Id extends string> = { legend: string; name: string; items: readonly { id: Id; label: string }[]; value: Id | null; onChange: (id: Id) => void };

/** One of a few, in sight all at once. */
export function Choices<Id extends string>({ legend, name, items, value, onChange }: ChoicesProps<Id>) {
  return (
    <fieldset className={styles.reasons}>
      <legend>{legend}</legend>
      {items.map(({ id, label }) => (
        <label key={id} className={styles.reason} data-on={id === value || undefined}>
          <input type="radio" name={name} value={id} checked={id === value} onChange={() => onChange(id)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
