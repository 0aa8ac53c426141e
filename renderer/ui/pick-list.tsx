import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import styles from './pick-list.module.css';

type Props<T> = {
  label: string;
  items: readonly T[];
  idOf: (item: T) => string;
  selected: string | null;
  onSelect: (id: string) => void;
  children: (item: T) => ReactNode;
};

/** A list beside its detail: one line is always the chosen one; arrows, Home and End move it. */
export function PickList<T>({ label, items, idOf, selected, onSelect, children }: Props<T>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = items.findIndex((item) => idOf(item) === selected);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = items.length - 1;
    const next = { ArrowDown: Math.min(last, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: last }[event.key];
    if (next === undefined || !items[next]) return;
    event.preventDefault();
    onSelect(idOf(items[next]));
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      className={styles.list}
      onKeyDown={onKeyDown}
      aria-activedescendant={at >= 0 ? `${base}-${at}` : undefined}
    >
      {items.map((item, index) => (
        <div
          key={idOf(item)}
          id={`${base}-${index}`}
          role="option"
          aria-selected={index === at}
          aria-posinset={index + 1}
          aria-setsize={items.length}
          className={styles.item}
          onClick={() => onSelect(idOf(item))}
        >
          {children(item)}
        </div>
      ))}
    </div>
  );
}
