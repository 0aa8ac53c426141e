import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { Header, Menu as Primitive, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { Icon, type LucideIcon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import styles from './menu.module.css';

export type MenuEntry =
  | { kind?: 'item'; id: string; label: string; icon?: LucideIcon; kbd?: string | undefined; tone?: 'danger'; note?: string; checked?: boolean; isDisabled?: boolean; onAction: () => void }
  | { kind: 'separator'; id: string }
  | { kind: 'section'; id: string; label: string; entries: readonly ItemEntry[] };

type Props = {
  label: string;
  /** The button that opens it. */
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
};

type ItemEntry = Extract<MenuEntry, { onAction: () => void }>;
/** Where entries carry a tick they are one choice among several: the ticked one is said, not only drawn. */
const choiceOf = (entries: readonly MenuEntry[]) => {
  const items = entries.filter((entry): entry is ItemEntry => 'onAction' in entry && entry.checked !== undefined);
  return items.length === 0 ? {} : { selectionMode: 'single' as const, disallowEmptySelection: true, selectedKeys: items.filter(({ checked }) => checked).map(({ id }) => id) };
};

/** What can be done here, opened from a button; letters jump, Escape closes. */
export function Menu({ label, trigger, entries, placement = 'bottom start' }: Props) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover!} placement={placement} offset={4}>
        <Primitive aria-label={label} className={styles.menu!} {...choiceOf(entries)}>
          {entries.map((entry) =>
            entry.kind === 'separator' ? (
              <Separator key={entry.id} className={styles.separator!} />
            ) : entry.kind === 'section' ? (
              <MenuSection key={entry.id} id={entry.id} {...choiceOf(entry.entries)}>
                <Header className={styles.header!}>{entry.label}</Header>
                {entry.entries.map((item) => (
                  <Item key={item.id} entry={item} />
                ))}
              </MenuSection>
            ) : (
              <Item key={entry.id} entry={entry} />
            ),
          )}
        </Primitive>
      </Popover>
    </MenuTrigger>
  );
}

function Item({ entry }: { entry: ItemEntry }) {
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      onAction={entry.onAction}
      isDisabled={entry.isDisabled ?? false}
      className={[styles.item, entry.tone === 'danger' ? styles.danger : ''].join(' ')}
    >
      {entry.icon ? <Icon icon={entry.icon} /> : entry.checked !== undefined && <span className={styles.tick}>{entry.checked && <Icon icon={Check} />}</span>}
      <span className={styles.word}>{entry.label}</span>
      {entry.note !== undefined && <span className={styles.note}>{entry.note}</span>}
      {entry.kbd !== undefined && <Kbd keys={entry.kbd} />}
    </MenuItem>
  );
}
