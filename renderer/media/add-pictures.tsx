import { FolderPlus, ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';

/** What the system's window for choosing offers; anything else can be dropped, and is told apart by its content. */
const TYPES = ['image/*', '.heic', '.heif', '.avif'];

type Props = { onFiles: (files: readonly File[]) => void; variant?: 'plain' | 'go'; size?: 'sm' | 'md' };

/** The two ways to pick pictures: single ones, or a folder with all that is in it. */
export function AddPictures({ onFiles, variant = 'plain', size = 'sm' }: Props) {
  const { t } = useTranslation('media');
  const take = (list: FileList | null) => {
    if (list !== null && list.length > 0) onFiles([...list]);
  };
  return (
    <>
      <FileTrigger allowsMultiple acceptedFileTypes={TYPES} onSelect={take}>
        <Button size={size} variant={variant} icon={ImagePlus}>{t('add.choose')}</Button>
      </FileTrigger>
      <FileTrigger acceptDirectory onSelect={take}>
        <Button size={size} variant="quiet" icon={FolderPlus}>{t('add.folder')}</Button>
      </FileTrigger>
    </>
  );
}
