import type { ReactNode } from 'react';
import { Tab as PrimitiveTab, TabList, TabPanel, Tabs as Primitive } from 'react-aria-components';
import styles from './tabs.module.css';

export { TabPanel };
export type TabItem = { id: string; label: string; count?: string | undefined; tone?: 'warn' | undefined };

type Props = {
  label: string;
  items: readonly TabItem[];
  selected: string;
  onSelect: (id: string) => void;
  /** After the last tab: a button to add one. */
  end?: ReactNode;
  /** One `<TabPanel id>` per tab; or a single panel for all when every tab shows the same list, narrowed. */
  children?: ReactNode;
  className?: string | undefined;
};

/** Parts of one place, one open at a time; arrows move between them. */
export function Tabs({ label, items, selected, onSelect, end, children, className }: Props) {
  return (
    <Primitive
      selectedKey={selected}
      onSelectionChange={(key) => onSelect(String(key))}
      className={[styles.tabs, className].filter(Boolean).join(' ')}
    >
      <div className={styles.line}>
        <TabList aria-label={label} className={styles.list!} items={items}>
          {(item) => (
            <PrimitiveTab
              id={item.id}
              className={styles.tab!}
              // Where all tabs narrow one list there is no panel to point at.
              render={(props) => ('href' in props ? <a {...props} /> : <div {...props} aria-controls={children === undefined ? undefined : props['aria-controls']} />)}
            >
              {item.label}
              {item.count !== undefined && <span className={`num ${styles.count} ${item.tone === 'warn' ? styles.warn : ''}`}>{item.count}</span>}
            </PrimitiveTab>
          )}
        </TabList>
        {end}
      </div>
      {children}
    </Primitive>
  );
}
