import { ListFilter, Plus, Search, X } from 'lucide-react';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { formatList, formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, Chip, Icon, Kbd } from '#renderer/ui/index.ts';
import type { ProductFilter } from '#shared/catalog/contract.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { activeParts, filterParts, withoutPart, type FilterPart } from '../../filter.ts';
import { PartEditor } from './part-editor.tsx';
import styles from './filters.module.css';

type Props = {
  filter: ProductFilter;
  onFilter: (filter: ProductFilter) => void;
  currency: Currency;
  /** "431 of 50,000". */
  count: string;
  /** What stands at the end of the bar: columns, new product. */
  children?: ReactNode;
  /** Products of more than one shop are here. */
  severalShops: boolean;
  /** Full-text search does not cover everything yet. */
  searchPartial: boolean;
  /** Arrow down or Enter in the search field goes to the list. */
  onLeaveSearch: () => void;
};

/** What narrows the list: words, and one chip per condition that opens to be changed. */
export function FilterBar({ filter, onFilter, currency, count, children, severalShops, searchPartial, onLeaveSearch }: Props) {
  const { t } = useTranslation('catalog');
  const search = useRef<HTMLInputElement>(null);
  const add = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<'menu' | FilterPart | null>(null);
  const parts = activeParts(filter);
  useShortcut('catalog.search', () => search.current?.select());
  useShortcut('catalog.filter', () => setOpen('menu'));

  return (
    <div className={styles.bar} role="search" aria-label={t('filter.bar')}>
      <div className={styles.search}>
        <Icon icon={Search} size={14} />
        <input
          ref={search}
          type="search"
          aria-label={t('filter.search')}
          aria-description={searchPartial ? t('search.partial') : undefined}
          placeholder={t('filter.searchHint')}
          value={filter.text}
          maxLength={200}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
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
          <Kbd keys={keysOf('catalog.search')} />
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
            {filterParts.filter((part) => !parts.includes(part) && (part !== 'shop' || severalShops)).map((part, at) => (
              <Button
                key={part} variant="quiet" autoFocus={at === 0} className={styles.menuItem}
                onPress={() => {
                  if (part === 'inReview' || part === 'unsent' || part === 'conflicted') {
                    onFilter({ ...filter, [part]: true });
                    setOpen(null);
                  } else setOpen(part);
                }}
              >
                {t(`filter.${part}`)}
              </Button>
            ))}
          </div>
        ) : (
          open !== null && <PartEditor part={open} filter={filter} onFilter={onFilter} currency={currency} close={() => setOpen(null)} />
        )}
      </FilterPopover>
      <span className={`num ${styles.count}`} role="status">
        {count}
        {searchPartial && filter.text !== '' && <span className={styles.partial}>{t('search.partialShort')}</span>}
      </span>
      {children}
      {parts.length > 0 && (
        // A line of their own: tools stay where the hand knows them, however much narrows the list.
        <div className={styles.chips}>
          {parts.map((part) => (
            <PartChip key={part} part={part} filter={filter} onFilter={onFilter} currency={currency} isOpen={open === part} onOpen={(on) => setOpen(on ? part : null)} />
          ))}
          {parts.length > 1 && (
            <Button variant="quiet" size="sm" onPress={() => onFilter(parts.reduce(withoutPart, filter))}>
              {t('filter.clearAll')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

type PartChipProps = Pick<Props, 'filter' | 'onFilter' | 'currency'> & { part: FilterPart; isOpen: boolean; onOpen: (open: boolean) => void };

function PartChip({ part, filter, onFilter, currency, isOpen, onOpen }: PartChipProps) {
  const { t } = useTranslation('catalog');
  const anchor = useRef<HTMLDivElement>(null);
  const value = usePartWords(part, filter, currency);
  return (
    <div ref={anchor} className={styles.anchor}>
      <Chip label={t(`filter.${part}`)} onPress={() => onOpen(true)} onRemove={() => onFilter(withoutPart(filter, part))} removeLabel={t('filter.remove', { name: t(`filter.${part}`) })}>
        {value}
      </Chip>
      <FilterPopover label={t(`filter.${part}`)} anchor={anchor} isOpen={isOpen} onClose={() => onOpen(false)}>
        <PartEditor part={part} filter={filter} onFilter={onFilter} currency={currency} close={() => onOpen(false)} />
      </FilterPopover>
    </div>
  );
}

/** What a part says now, short enough for a chip. */
function usePartWords(part: FilterPart, filter: ProductFilter, currency: Currency): string {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const wanted = part === 'category' ? filter.categoryId : null;
  const categories = useAsk('catalog.categories', { text: '', ids: wanted === null ? [] : [wanted] }, { enabled: wanted !== null });
  const shops = useAsk('catalog.shops', {}, { enabled: part === 'shop' });
  const few = (words: string[]) => (words.length <= 2 ? formatList(words, locale) : t('filter.andMore', { first: words[0]!, count: words.length - 1 }));
  switch (part) {
    case 'shop': return shops.data?.shops.find(({ id }) => id === filter.shopId)?.name ?? '…';
    case 'status': return few(filter.status.map((id) => t(`status.${id}`)));
    case 'kind': return few(filter.kind.map((id) => t(`kind.${id}`)));
    case 'missing': return few([...filter.missing, ...filter.missingAny].map((id) => t(`missing.${id}`)));
    case 'category': return categories.data?.categories.find(({ id }) => id === wanted)?.name[locale] ?? '…';
    case 'brand': return filter.brand ?? '';
    case 'tag': return filter.tag ?? '';
    case 'price': {
      const say = (amount: typeof filter.priceMin) => (amount === null ? '' : formatMoney(amount, currency, locale, { currency: false }));
      if (filter.priceMin !== null && filter.priceMax !== null) return t('filter.between', { min: say(filter.priceMin), max: say(filter.priceMax) });
      return filter.priceMin !== null ? `≥ ${say(filter.priceMin)}` : `≤ ${say(filter.priceMax)}`;
    }
    case 'available': return `< ${formatNumber(filter.availableBelow ?? 0, locale)}`;
    case 'score': return `< ${formatNumber(filter.scoreBelow ?? 0, locale)}`;
    case 'complete': return t('filter.completeUnder', { name: t(`filter.completeNames.${filter.completeFor}`), below: filter.completeBelow ?? 0 });
    case 'inReview': return t('filter.inReviewOnly');
    case 'unsent': return t('filter.unsentOnly');
    case 'conflicted': return t('filter.conflictedOnly');
  }
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
