import { FilePlus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { DropZone, FileTrigger, isDirectoryDropItem, isFileDropItem, Text, type DropItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { arePictures } from '#renderer/media/use-picture-drops.ts';
import { Button } from '#renderer/ui/index.ts';
import { filesInOrder, MOST_FILE_BYTES, MOST_FILES, MOST_SHOP_FILE_BYTES } from '#shared/catalog/file-rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import { takeIn, useIntakes, type Chosen } from '../../file-intake.ts';
import { useNoStrayDrops } from '../../use-no-stray-drops.ts';
import { usePastedFiles } from '../../use-pasted-files.ts';
import { freshId } from '../views/use-views.ts';
import { FileLine } from './file-line.tsx';
import { IntakeLine } from './intake-line.tsx';
import { useProductPage } from './product-context.ts';
import styles from './files.module.css';
import page from './product.module.css';

/** The files a buyer downloads: chosen, dropped or pasted, in the order buyers see them, each with how it stands. */
export function FilesEditor() {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const context = useProductPage();
  const { product, editable } = context.detail;
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  const states = useAsk('catalog.fileStates', { productId: product.id }, { refreshOn: ['catalog.filesChanged', 'catalog.changed', 'sync.state'] });
  const intakes = useIntakes((all) => all.intakes).filter(({ productId }) => productId === product.id);
  const files = filesInOrder(product.files);
  const shown = product.id;

  const take = (chosen: readonly Chosen[]) =>
    void takeIn(shown, chosen, (file) => {
      // Read at the time it is kept: more files may have come while this one was read.
      const { detail, save } = latest.current;
      const position = Math.max(-1, ...filesInOrder(detail.product.files).map((one) => one.position)) + 1;
      return save([{ op: 'set', path: `files/${freshId()}`, base: null, value: { ...file, position } as Json }], 'edit-details', t('files.added', { name: file.name }));
    });
  const takeFiles = (list: Iterable<File>) => take([...list].map((file) => ({ name: file.name, file })));
  useNoStrayDrops();
  // Pictures pasted elsewhere on the page are for the listing itself.
  usePastedFiles(editable ? takeFiles : null, (files, target) => !arePictures(files, target));
  const takeItems = async (items: readonly DropItem[]) => {
    const chosen: Chosen[] = [];
    for (const item of items) {
      if (isFileDropItem(item)) chosen.push({ name: item.name, file: await item.getFile() });
      else if (isDirectoryDropItem(item)) chosen.push({ name: item.name, file: null });
    }
    take(chosen);
  };

  return (
    <div className={page.fixed} data-field="files">
      <span className={page.fixedLabel} id="files-label">{t('files.title')}</span>
      {files.length > 0 && (
        <ul className={styles.list} aria-labelledby="files-label">
          {files.map((file, at) => <FileLine key={file.id} file={file} at={at} files={files} state={states.data?.states[file.id] ?? null} />)}
        </ul>
      )}
      {intakes.length > 0 && (
        <ul className={styles.list} aria-label={t('files.reading')}>
          {intakes.map((intake) => <IntakeLine key={intake.id} intake={intake} />)}
        </ul>
      )}
      {files.length === 0 && !editable && <p className={page.none}>{t('files.none')}</p>}
      {editable && (
        <DropZone aria-label={t('files.drop')} className={styles.drop!} getDropOperation={() => 'copy'} onDrop={({ items }) => void takeItems(items)}>
          <FileTrigger allowsMultiple onSelect={(list) => takeFiles(list ?? [])}>
            <Button size="sm" icon={FilePlus}>{t('files.choose')}</Button>
          </FileTrigger>
          <Text slot="label" className={styles.hint!}>
            {t('files.hint', { most: MOST_FILES, size: formatBytes(MOST_FILE_BYTES, locale), shop: formatBytes(MOST_SHOP_FILE_BYTES, locale) })}
          </Text>
        </DropZone>
      )}
    </div>
  );
}
