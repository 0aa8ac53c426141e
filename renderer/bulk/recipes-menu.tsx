import { BookMarked } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { freshId } from '#renderer/catalog/components/views/use-views.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, Dialog, Menu, showToast, TextField, type MenuEntry } from '#renderer/ui/index.ts';
import type { Step } from '#shared/bulk/model.ts';

/** Lists of steps under a name: run again, kept, given up. */
export function RecipesMenu({ steps, onRecipe }: { steps: readonly Step[]; onRecipe: (steps: readonly Step[]) => void }) {
  const { t } = useTranslation(['bulk', 'common']);
  const explain = useExplain();
  const { data, refresh } = useAsk('bulk.recipes', {});
  const [name, setName] = useState<string | null>(null);
  const recipes = data?.recipes ?? [];
  const told = (result: Awaited<ReturnType<typeof ask<'bulk.saveRecipe'>>>, text: string) => {
    showToast(result.ok ? { tone: 'ok', text } : { tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    refresh();
  };
  const save = async () => {
    const wished = name!.trim();
    setName(null);
    // Saved under a name that is there: that one is replaced.
    const known = recipes.find((recipe) => recipe.name === wished);
    told(await ask('bulk.saveRecipe', { recipe: { id: known?.id ?? freshId(), name: wished, steps: [...steps], position: known?.position ?? recipes.length } }), t('recipes.saved', { name: wished }));
  };
  const entries: MenuEntry[] = [
    ...(recipes.length === 0 ? [{ id: 'none', label: t('recipes.none'), isDisabled: true, onAction: () => undefined }] : recipes.map((recipe) => ({ id: recipe.id, label: recipe.name, note: t('recipes.steps', { count: recipe.steps.length }), onAction: () => onRecipe(recipe.steps) }))),
    { kind: 'separator', id: 'line' },
    { id: 'save', label: t('recipes.save'), isDisabled: steps.length === 0, onAction: () => setName('') },
    ...recipes.map((recipe): MenuEntry => ({ id: `remove ${recipe.id}`, label: t('recipes.remove', { name: recipe.name }), tone: 'danger', onAction: () => void ask('bulk.removeRecipe', { id: recipe.id }).then((result) => told(result, t('recipes.removed', { name: recipe.name }))) })),
  ];
  return (
    <>
      <Menu label={t('recipes.label')} placement="bottom end" trigger={<Button size="sm" variant="quiet" icon={BookMarked}>{t('recipes.label')}</Button>} entries={entries} />
      <Dialog
        title={t('recipes.save')} width="sm" isOpen={name !== null} onClose={() => setName(null)}
        actions={<><Button onPress={() => setName(null)}>{t('common:action.cancel')}</Button><Button variant="go" isDisabled={(name ?? '').trim() === ''} onPress={() => void save()}>{t('common:action.save')}</Button></>}
      >
        <form onSubmit={(event) => { event.preventDefault(); if ((name ?? '').trim() !== '') void save(); }}>
          <TextField label={t('recipes.name')} description={t('recipes.about')} autoFocus maxLength={60} value={name ?? ''} onChange={setName} />
        </form>
      </Dialog>
    </>
  );
}
