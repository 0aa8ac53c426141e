import { Bookmark, Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { AlertDialog, Button, IconButton, Menu, Popover, Tabs, TextField, type MenuEntry } from '#renderer/ui/index.ts';
import styles from './views.module.css';

/** What the tabs need of a view; `own` null: everybody has it, and it stays as it is. */
type TabView = { readonly id: string; readonly name: string; readonly own: object | null };

type Props<View extends TabView> = {
  views: readonly View[];
  current: View;
  /** How many lines each view has; null while nobody knows. */
  counts: readonly number[] | null;
  /** The list is narrowed differently than its view says. */
  changed: boolean;
  onSelect: (view: View) => void;
  onSaveAs: (name: string) => void;
  onRename: (view: View, name: string) => void;
  onUpdate: (view: View) => void;
  onRemove: (view: View) => void;
  onMove: (view: View, by: number) => void;
  /** What is lost with a view, and what is not. */
  removeText: string;
};

/** Saved ways of looking at a list, each with how many lines it holds right now. */
export function ViewTabs<View extends TabView>({ views, current, counts, changed, onSelect, onSaveAs, onRename, onUpdate, onRemove, onMove, removeText }: Props<View>) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const [removing, setRemoving] = useState(false);
  const own = current.own !== null;
  const at = views.indexOf(current);

  const entries: MenuEntry[] = [
    ...(own && changed ? [{ id: 'update', label: t('view.update', { name: current.name }), onAction: () => onUpdate(current) }] : []),
    ...(own ? [{ id: 'rename', label: t('view.rename'), onAction: () => setNaming('rename') }] : []),
    { id: 'before', label: t('view.moveBefore'), isDisabled: at <= 0, onAction: () => onMove(current, -1) },
    { id: 'after', label: t('view.moveAfter'), isDisabled: at >= views.length - 1, onAction: () => onMove(current, 1) },
    ...(own ? [{ kind: 'separator' as const, id: 'line' }, { id: 'remove', label: t('view.remove'), tone: 'danger' as const, onAction: () => setRemoving(true) }] : []),
  ];
  return (
    <div className={styles.line}>
      <Tabs
        label={t('view.label')}
        items={views.map((view, index) => ({ id: view.id, label: view.name, count: counts?.[index] === undefined ? undefined : formatNumber(counts[index], locale) }))}
        selected={current.id}
        onSelect={(id) => {
          const view = views.find((candidate) => candidate.id === id);
          if (view && view !== current) onSelect(view);
        }}
        className={styles.tabs}
      />
      <div className={styles.tools}>
        <Popover
          label={naming === 'rename' ? t('view.rename') : t('view.saveAs')}
          isOpen={naming !== null}
          onOpenChange={(open) => setNaming(open ? (naming ?? 'new') : null)}
          trigger={changed ? (
            <Button size="sm" variant="quiet" icon={Bookmark} onPress={() => setNaming('new')}>{t('view.save')}</Button>
          ) : (
            <IconButton size="sm" icon={Plus} label={t('view.saveAs')} onPress={() => setNaming('new')} />
          )}
        >
          {(close) => (
            <NameForm
              start={naming === 'rename' ? current.name : ''}
              action={naming === 'rename' ? t('view.rename') : t('view.save')}
              hint={naming === 'rename' ? undefined : t('view.saveHint')}
              onName={(name) => {
                if (naming === 'rename') onRename(current, name);
                else onSaveAs(name);
                close();
              }}
            />
          )}
        </Popover>
        <Menu label={t('view.menu')} trigger={<IconButton size="sm" icon={Ellipsis} label={t('view.menu')} />} entries={entries} />
      </div>
      <AlertDialog
        title={t('view.removeTitle', { name: current.name })} isOpen={removing} onClose={() => setRemoving(false)} tone="danger"
        confirm={t('view.remove')}
        onConfirm={() => {
          setRemoving(false);
          onRemove(current);
        }}
      >
        {removeText}
      </AlertDialog>
    </div>
  );
}

function NameForm({ start, action, hint, onName }: { start: string; action: string; hint: string | undefined; onName: (name: string) => void }) {
  const { t } = useTranslation('catalog');
  const [name, setName] = useState(start);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') onName(name.trim());
      }}
    >
      <TextField label={t('view.name')} value={name} onChange={setName} maxLength={60} autoFocus {...(hint === undefined ? {} : { description: hint })} />
      <Button type="submit" variant="go" isDisabled={name.trim() === ''}>{action}</Button>
    </form>
  );
}
