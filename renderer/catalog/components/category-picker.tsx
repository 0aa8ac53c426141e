import { ChevronRight, Search } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { directionOf, useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, Icon, TextField } from '#renderer/ui/index.ts';
import type { Category, CategoryId } from '#shared/catalog/model.ts';
import styles from './category-picker.module.css';

type Props = { value: CategoryId | null; onChoose: (category: Category) => void; autoFocus?: boolean };

/** Finds one of several thousand categories: type a word of any level, or walk down the tree. */
export function CategoryPicker({ value, onChoose, autoFocus = true }: Props) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const [text, setText] = useState('');
  const [trail, setTrail] = useState<readonly Category[]>([]);
  const parent = trail.at(-1) ?? null;
  const searching = text.trim() !== '';
  const arriving = useRef(false);
  const { data, state, isRefreshing } = useAsk('catalog.categories', { text: text.trim(), parentId: searching ? null : (parent?.id ?? null), limit: 60 }, { refreshOn: ['catalog.changed', 'sync.state'] });
  const found = data?.categories ?? [];
  const hasChildren = (category: Category) => category.rgt > category.lft + 1;

  const frame = useRef<HTMLDivElement>(null);
  const lines = () => [...(frame.current?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
  const goInto = (category: Category) => {
    setTrail([...trail, category]);
    arriving.current = true;
  };
  // Arrows go from the field to the list and back, and down and up the tree: the way it opens is the way of reading.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const typing = event.target instanceof HTMLInputElement;
    const line = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role="option"]') : null;
    const [deeper, higher] = directionOf(locale) === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    if (typing && event.key === 'ArrowDown') lines()[0]?.focus();
    else if (typing && event.key === 'Enter' && searching && found[0]) onChoose(found[0]);
    else if (line && event.key === 'ArrowUp' && line === lines()[0]) frame.current?.querySelector('input')?.focus();
    else if (line && event.key === deeper && !searching) {
      const category = found.find(({ id }) => id === line.dataset['key']);
      if (!category || !hasChildren(category)) return;
      goInto(category);
    } else if (line && event.key === higher && !searching && trail.length > 0) {
      setTrail(trail.slice(0, -1));
      arriving.current = true;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // One level on, the keyboard stays in the list.
  useEffect(() => {
    if (!arriving.current || isRefreshing) return;
    arriving.current = false;
    frame.current?.querySelector<HTMLElement>('[role="option"]')?.focus();
  }, [isRefreshing, data]);

  return (
    <div className={styles.picker} ref={frame} onKeyDownCapture={onKeyDown}>
      <TextField label={t('category.search')} hideLabel icon={Search} placeholder={t('category.searchHint')} value={text} onChange={setText} autoFocus={autoFocus} />
      {!searching && (
        <nav aria-label={t('category.trail')} className={styles.trail}>
          <Button size="sm" variant="quiet" onPress={() => setTrail([])}>
            {t('category.all')}
          </Button>
          {trail.map((step, at) => (
            <Button key={step.id} size="sm" variant="quiet" onPress={() => setTrail(trail.slice(0, at + 1))}>
              {step.name[locale]}
            </Button>
          ))}
        </nav>
      )}
      <ListBox
        aria-label={t('category.found')}
        className={styles.list!}
        selectionMode="single"
        selectedKeys={value === null ? [] : [value]}
        items={found}
        onSelectionChange={(keys) => {
          // Chosen again, the one it is now is given back as no choice at all.
          const chosen = keys === 'all' ? undefined : ([...keys][0] ?? value);
          const category = found.find(({ id }) => id === chosen);
          if (category) onChoose(category);
        }}
        renderEmptyState={() => (state === 'loading' ? null : <p className={styles.empty}>{t('category.none')}</p>)}
      >
        {(category) => (
          <ListBoxItem id={category.id} textValue={category.name[locale]} className={styles.item!}>
            <span className={styles.words}>
              <span className={styles.name}>{category.name[locale]}</span>
              {searching && category.path[locale] !== category.name[locale] && <span className={styles.path}>{category.path[locale]}</span>}
            </span>
            {hasChildren(category) && !searching && (
              <Button size="sm" variant="quiet" aria-label={t('category.into', { name: category.name[locale] })} onPress={() => goInto(category)}>
                <Icon icon={ChevronRight} size={14} />
              </Button>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}
