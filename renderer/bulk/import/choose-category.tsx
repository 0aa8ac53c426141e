import { useTranslation } from 'react-i18next';
import { CategoryPicker } from '#renderer/catalog/components/category-picker.tsx';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Popover } from '#renderer/ui/index.ts';
import { categoryNumbered } from '#shared/bulk/export/cells.ts';

/** Rules that a category of the marketplace is the way out of. */
const ofCategories: ReadonlySet<string> = new Set(['category-unknown', 'category-unclear', 'category-number']);
export const needsCategory = (rule: string): boolean => ofCategories.has(rule);

type Props = { isDisabled: boolean; /** Gets the category as a file writes it: its number, and its path for who reads it. */ onChoose: (text: string) => void };

/** Looks a category of the marketplace up for a cell that names none of them. */
export function ChooseCategory({ isDisabled, onChoose }: Props) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  return (
    <Popover label={t('field.categoryId')} placement="bottom end" trigger={<Button size="sm" isDisabled={isDisabled}>{t('category.choose')}</Button>}>
      {(close) => <CategoryPicker value={null} onChoose={(category) => { onChoose(categoryNumbered(category, locale)); close(); }} />}
    </Popover>
  );
}
