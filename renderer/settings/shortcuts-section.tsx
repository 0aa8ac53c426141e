import { useState } from 'react';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/settings/contract.ts';
import { useScopeLabel } from '#renderer/app/shortcut-sheet.tsx';
import { changeSettings } from '#renderer/app/live.ts';
import { allShortcuts, keysOf, sameAsDeclared, takenBy, useShortcutRevision, type Shortcut } from '#renderer/lib/shortcuts.ts';
import { useShortcutLabel } from '#renderer/lib/shortcut-label.ts';
import { Button, IconButton, Kbd, VisuallyHidden } from '#renderer/ui/index.ts';
import { KeyCatcher } from './key-catcher.tsx';
import styles from './settings.module.css';

/** Every key of the console, each to be changed to another that is free. */
export function ShortcutsSection({ settings }: { settings: Settings }) {
  const { t } = useTranslation(['settings', 'common']);
  const label = useShortcutLabel();
  const place = useScopeLabel();
  useShortcutRevision();
  const [catching, setCatching] = useState<string | null>(null);
  const [clash, setClash] = useState<{ id: string; keys: string; other: Shortcut } | null>(null);

  const keep = (id: string, keys: string) => {
    const other = takenBy(id, keys);
    if (other) return setClash({ id, keys, other });
    setClash(null);
    setCatching(null);
    void changeSettings({ shortcuts: { ...settings.shortcuts, [id]: keys } });
  };
  const restore = (id: string) => {
    setClash(null);
    void changeSettings({ shortcuts: Object.fromEntries(Object.entries(settings.shortcuts).filter(([key]) => key !== id)) });
  };

  return (
    <>
      <p className={styles.hint}>{t('shortcuts.hint')}</p>
      <table className={styles.keys}>
        <thead>
          <tr>
            <th scope="col">{t('shortcuts.action')}</th>
            <th scope="col">{t('shortcuts.place')}</th>
            <th scope="col">{t('shortcuts.keys')}</th>
          </tr>
        </thead>
        <tbody>
          {allShortcuts().filter(({ fixed }) => !fixed).map(({ id, scope }) => (
            <tr key={id}>
              <th scope="row">{label(id)}</th>
              <td className={styles.soft}>{place(scope)}</td>
              <td>
                <span className={styles.keyCell}>
                  {catching === id ? (
                    <KeyCatcher label={t('shortcuts.press', { action: label(id) })} onKeys={(keys) => keep(id, keys)} onCancel={() => (setCatching(null), setClash(null))} />
                  ) : (
                    <Button size="sm" variant="quiet" onPress={() => (setCatching(id), setClash(null))}>
                      <VisuallyHidden>{t('shortcuts.change', { action: label(id) })}</VisuallyHidden>
                      {keysOf(id) === '' ? t('shortcuts.none') : <Kbd keys={keysOf(id)} />}
                    </Button>
                  )}
                  {!sameAsDeclared(id) && <IconButton icon={RotateCcw} size="sm" label={t('shortcuts.restore', { action: label(id) })} onPress={() => restore(id)} />}
                </span>
                {clash?.id === id && (
                  <span role="alert" className={styles.clash}>
                    {t('shortcuts.taken', { action: label(clash.other.id), place: place(clash.other.scope) })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {Object.keys(settings.shortcuts).length > 0 && (
        <div>
          <Button icon={RotateCcw} onPress={() => void changeSettings({ shortcuts: {} })}>
            {t('shortcuts.restoreAll')}
          </Button>
        </div>
      )}
    </>
  );
}
