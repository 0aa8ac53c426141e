import { FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { navigate } from '#renderer/app/router.ts';
import { Icon, showToast } from '#renderer/ui/index.ts';
import { importHref, openFile, useIncoming } from './open-file.ts';
import styles from './drop.module.css';

/** Lets a file be dropped anywhere on the page it is on: it is opened as an import. */
export function DropOnList() {
  const { t } = useTranslation('import');
  const { current } = useShop();
  const [isOver, setOver] = useState(false);
  const shopId = current?.id ?? null;
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      setOver(true);
      // Fetched while the file is still in the air.
      void import('./pages.tsx');
    };
    const leave = (event: DragEvent) => {
      // Only when the pointer has left the window: going from one element to the next says so, too.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const [file, ...more] = event.dataTransfer!.files;
      if (file === undefined) return;
      if (more.length > 0) return showToast({ tone: 'info', text: t('drop.several'), detail: t('drop.severalText') });
      if (shopId !== null) return void openFile(file, shopId);
      // Of several shops one has to be said first.
      useIncoming.setState({ waiting: file, incoming: null });
      navigate(importHref());
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [shopId, t]);
  if (!isOver) return null;
  return <div className={styles.over} role="status"><p><Icon icon={FileUp} size={20} /> {t('drop.here')}</p></div>;
}
