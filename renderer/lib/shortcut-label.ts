import { useTranslation } from 'react-i18next';

/** What an action is called: `catalog.new` is `shortcut.new` of the catalogue's words; `app.…` are the common ones. */
export function useShortcutLabel(): (id: string) => string {
  const { t } = useTranslation();
  return (id) => {
    const [capability, verb] = id.split('.', 2);
    // Each declared shortcut has its words; `every shortcut has a label` holds it.
    return t(`shortcut.${verb}` as 'shortcut.palette', { ns: capability === 'app' ? 'common' : capability });
  };
}
