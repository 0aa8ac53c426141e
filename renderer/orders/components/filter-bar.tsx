import { ListFilter, Plus, Search, X } from 'lucide-react';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { keysOf, useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, Chip, Icon, Kbd } from '#renderer/ui/index.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { OrderFilter } from '#shared/orders/contract.ts';
import styles from '../../catalog/components/filters/filters.module.css';
import { activeParts, filterParts, withoutPart, type FilterPart } from '../filter.ts';
import { PartEditor } from './part-editor.tsx';
import { usePartWords } from './part-words.ts';

type Props = {
  filter: OrderFilter;
  onFilter: (filter: OrderFilter) => void;
  /** What amounts are typed in. */
  currency: Currency;
  /** "431 of 50,000". */
  count: string;
  children?: ReactNode;
  /** Arrow down or Enter in the search field goes to the list. */
  onLeaveSearch: () => void;
};

/** What narrows the orders: words, and one chip per condition on the four axes, the time and the amount. */
export function FilterBar({ filter, onFilter, currency, count, children, onLeaveSearch }: Props) {
  const { t } = useTranslation('orders');
  const search = useRef<HTMLInputElement>(null);
  const add = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<'menu' | FilterPart | null>(null);
  const parts = activeParts(filter);
  useShortcut('orders.search', () => search.current?.select());
  useShortcut('orders.filter', () => setOpen('menu'));
  return (
    <div className={styles.bar} role="search" aria-label={t('filter.bar')}>
      <div className={styles.search}>
        <Icon icon={Search} size={14} />
        <input
          ref={search} type="search" aria-label={t('filter.search')} placeholder={t('filter.searchHint')} value={filter.text} maxLength={200} dir="auto" autoComplete="off" spellCheck={false}
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault();
              onLeaveSearch();
            } else if (event.key === 'Escape') {
              event.preventDefault();
              event.stopPropagation();
              if (filter.text === '') onLeaveSearch();
              else onFilter({ ...filter, text: '' });
            }
          }}
        />
        {filter.text === '' ? (
          <Kbd keys={keysOf('orders.search')} />
        ) : (
          <button type="button" className={styles.clear} aria-label={t('filter.clearSearch')} onClick={() => { onFilter({ ...filter, text: '' }); search.current?.focus(); }}>
            <Icon icon={X} size={14} />
          </button>
        )}
      </div>
      <div ref={add} className={styles.anchor}>
        <Button variant="quiet" size="sm" icon={parts.length === 0 ? ListFilter : Plus} onPress={() => setOpen(open === 'menu' ? null : 'menu')} aria-haspopup="dialog" aria-expanded={open === 'menu'}>
          {t('filter.add')}
        </Button>
      </div>
      <FilterPopover label={t('filter.add')} anchor={add} isOpen={open === 'menu' || (open !== null && !parts.includes(open))} onClose={() => setOpen(null)}>
        {open === 'menu' ? (
          <div role="group" aria-label={t('filter.add')} className={styles.menu}>
            {filterParts.filter((part) => !parts.includes(part)).map((part, at) => (
              <Button
                key={part} variant="quiet" autoFocus={at === 0} className={styles.menuItem}
                onPress={() => {
                  if (part === 'unsent') {
                    onFilter({ ...filter, unsent: true });
                    setOpen(null);
                  } else setOpen(part);
                }}
              >
                {t(`filter.${part}`)}
              </Button>
            ))}
          </div>
        ) : (
          open !== null && <PartEditor part={open} filter={filter} onFilter={onFilter} currency={currency} />
        )}
      </FilterPopover>
      <span className={`num ${styles.count}`} role="status">{count}</span>
      {children}
      {parts.length > 0 && (
        <div className={styles.chips}>
          {parts.map((part) => (
            <PartChip key={part} part={part} filter={filter} onFilter={onFilter} currency={currency} isOpen={open === part} onOpen={(on) => setOpen(on ? part : null)} />
          ))}
          {parts.length > 1 && <Button variant="quiet" size="sm" onPress={() => onFilter(parts.reduce(withoutPart, filter))}>{t('filter.clearAll')}</Button>}
        </div>
      )}
    </div>
  );
}

type PartChipProps = Pick<Props, 'filter' | 'onFilter' | 'currency'> & { part: FilterPart; isOpen: boolean; onOpen: (open: boolean) => void };

function PartChip({ part, filter, onFilter, currency, isOpen, onOpen }: PartChipProps) {
  const { t } = useTranslation('orders');
  const anchor = useRef<HTMLDivElement>(null);
  const value = usePartWords(part, filter, currency);
  return (
    <div ref={anchor} className={styles.anchor}>
      <Chip label={t(`filter.${part}`)} onPress={() => onOpen(true)} onRemove={() => onFilter(withoutPart(filter, part))} removeLabel={t('filter.remove', { name: t(`filter.${part}`) })}>
        {value}
      </Chip>
      <FilterPopover label={t(`filter.${part}`)} anchor={anchor} isOpen={isOpen} onClose={() => onOpen(false)}>
        <PartEditor part={part} filter={filter} onFilter={onFilter} currency={currency} />
      </FilterPopover>
    </div>
  );
}

type PopoverProps = { label: string; anchor: RefObject<HTMLElement | null>; isOpen: boolean; onClose: () => void; children: ReactNode };

function FilterPopover({ label, anchor, isOpen, onClose, children }: PopoverProps) {
  return (
    <Popover triggerRef={anchor} isOpen={isOpen} onOpenChange={(open) => { if (!open) onClose(); }} placement="bottom start" offset={4} className={styles.popover!}>
      <Dialog aria-label={label} className={styles.dialog!}>
        <ModalKeys />
        {children}
      </Dialog>
    </Popover>
  );
}

function ModalKeys() {
  useScope('popover', { modal: true });
  return null;
}
