import { useState } from 'react';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { fold } from '#shared/kernel/text.ts';
import { allShortcuts, keysOf, useShortcutRevision, type Shortcut } from '#renderer/lib/shortcuts.ts';
import { useShortcutLabel } from '#renderer/lib/shortcut-label.ts';
import { Button, Dialog, EmptyState, Kbd, TextField } from '#renderer/ui/index.ts';
import { navigate } from './router.ts';
import styles from './shortcut-sheet.module.css';

/** Every key of the console on one sheet, by place. */
export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Dialog
      title={t('sheet.title')}
      isOpen={isOpen}
      onClose={onClose}
      width="lg"
      actions={
        <>
          <span className={styles.note}>{t('sheet.note')}</span>
          <Button
            onPress={() => {
              onClose();
              navigate('#/settings/shortcuts');
            }}
          >
            {t('sheet.remap')}
          </Button>
        </>
      }
    >
      <Sheet />
    </Dialog>
  );
}

function Sheet() {
  const { t } = useTranslation('common');
  const label = useShortcutLabel();
  const place = useScopeLabel();
  useShortcutRevision();
  const [text, setText] = useState('');
  const wanted = fold(text);
  const shown = allShortcuts().filter((shortcut) => keysOf(shortcut.id) !== '' && fold(label(shortcut.id)).includes(wanted));
  const byScope = new Map<string, Shortcut[]>();
  for (const shortcut of shown) byScope.set(shortcut.scope, [...(byScope.get(shortcut.scope) ?? []), shortcut]);
  return (
    <>
      <TextField label={t('sheet.find')} hideLabel icon={Search} placeholder={t('sheet.find')} value={text} onChange={setText} autoFocus />
      {shown.length === 0 && <EmptyState inline title={t('list.nothingMatches')} />}
      <div className={styles.groups}>
        {[...byScope].map(([scope, shortcuts]) => (
          <section key={scope} className={styles.group}>
            <h3 className={styles.scope}>{place(scope)}</h3>
            <dl>
              {shortcuts.map((shortcut) => (
                <div key={shortcut.id} className={styles.row}>
                  <dt>{label(shortcut.id)}</dt>
                  <dd>
                    <Kbd keys={keysOf(shortcut.id)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

/** What a scope is called: the page it belongs to, or "everywhere". */
export function useScopeLabel(): (scope: string) => string {
  const { t, i18n } = useTranslation('common');
  return (scope) => {
    if (scope === 'global') return t('scope.app');
    const [capability] = scope.split('.', 1);
    return i18n.exists(`nav.${capability}`, { ns: 'common' }) ? t(`nav.${capability}` as 'nav.catalog') : t('sheet.elsewhere');
  };
}
