import { Columns2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { BeforeAfter } from './before-after.tsx';

/** Opens a picture before and after it was made smaller. */
export function CompareButton({ shopId, picture, recipe }: { shopId: string; picture: ListedPicture; recipe: Recipe | null }) {
  const { t } = useTranslation('editor');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="quiet" icon={Columns2} onPress={() => setOpen(true)}>{t('compare.open')}</Button>
      {isOpen && <BeforeAfter shopId={shopId} picture={picture} recipe={recipe} onClose={() => setOpen(false)} />}
    </>
  );
}
