import { ArrowDown, ArrowUp, Download, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes, isolateLtr } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, IconButton, showToast } from '#renderer/ui/index.ts';
import type { FileState } from '#shared/catalog/file-contract.ts';
import type { DigitalFile } from '#shared/catalog/kind-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { ConflictNote } from './conflict-note.tsx';
import { FieldMark } from './field-mark.tsx';
import { FileStanding } from './file-standing.tsx';
import { LiveField } from './live-field.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import styles from './files.module.css';

type Placed = DigitalFile & { readonly id: string };
type Props = { file: Placed; at: number; files: readonly Placed[]; state: FileState | null };

const LONGEST_NAME = 200;

/** One file of a download: its name, its size, how it stands, and what can be done with it. */
export function FileLine({ file, at, files, state }: Props) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const { detail: { product, editable, marks }, save, conflictAt } = useProductPage();
  const [isCopying, setCopying] = useState(false);
  const path = `files/${file.id}`;
  const conflict = conflictAt(path);
  const name = useField<string>({
    path: `${path}/name`, value: file.name, label: t('files.name', { n: at + 1 }), intent: 'edit-details', said: t('files.renamed'),
    write: (text) => text,
    read: (text) => (text.trim() === '' || text.trim().length > LONGEST_NAME ? err(t('files.nameFault', { most: LONGEST_NAME })) : ok(text.trim())),
  });
  const say = (error: AppError) => {
    const { what, wayOut } = explain(error);
    showToast({ tone: 'bad', text: what, detail: wayOut });
  };
  const saveOrSay = async (ops: readonly FieldOp[], said: string) => {
    const result = await save(ops, 'edit-details', said);
    if (!result.ok) say(result.error);
  };
  const move = (to: number) => {
    const order = files.toSpliced(at, 1).toSpliced(to, 0, file);
    const ops = order.flatMap((one, position): FieldOp[] => (one.position === position ? [] : [{ op: 'set', path: `files/${one.id}/position`, base: one.position, value: position }]));
    void saveOrSay(ops, t('files.moved', { name: file.name }));
  };
  const remove = () => {
    const { id: _id, ...was } = file;
    void saveOrSay([{ op: 'set', path, base: was as Json, value: null }], t('files.removed', { name: file.name }));
  };
  const copy = async () => {
    setCopying(true);
    const result = await ask('catalog.copyFile', { productId: product.id, fileId: file.id });
    setCopying(false);
    if (result.ok) showToast({ tone: 'ok', text: t('files.copied', { name: file.name }), detail: isolateLtr(result.value.file) });
    else say(result.error);
  };
  const retry = () => void ask('catalog.retryFile', { productId: product.id, fileId: file.id });

  return (
    <li className={styles.line} data-field={path}>
      <LiveField field={name} hideLabel className={styles.name} />
      <span className={`num ${styles.size}`}>{formatBytes(file.bytes, locale)}</span>
      <span className={styles.tools}>
        <FieldMark mark={marks[path]} />
        {editable && files.length > 1 && (
          <>
            <IconButton size="sm" icon={ArrowUp} label={t('files.earlier', { name: file.name })} isDisabled={at === 0} onPress={() => move(at - 1)} />
            <IconButton size="sm" icon={ArrowDown} label={t('files.later', { name: file.name })} isDisabled={at === files.length - 1} onPress={() => move(at + 1)} />
          </>
        )}
        <IconButton size="sm" icon={Download} label={t('files.copy', { name: file.name })} isPending={isCopying} onPress={() => void copy()} />
        {editable && <IconButton size="sm" icon={Trash2} label={t('files.remove', { name: file.name })} onPress={remove} />}
      </span>
      <FileStanding state={state} bytes={file.bytes} name={file.name} />
      {state?.name === 'refused' && editable && <Button size="sm" icon={RotateCw} className={styles.retry} onPress={retry}>{t('files.retry')}</Button>}
      {conflict && <ConflictNote conflict={conflict} path={path} />}
    </li>
  );
}
