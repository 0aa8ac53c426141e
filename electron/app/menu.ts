import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Locale } from '#shared/auth/model.ts';

type Words = Record<'file' | 'edit' | 'view' | 'window' | 'quit' | 'close' | 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'reload' | 'zoomIn' | 'zoomOut' | 'zoomReset' | 'fullScreen' | 'minimize' | 'devTools', string>;

const words: Readonly<Record<Locale, Words>> = {
  fr: { file: 'Fichier', edit: 'Édition', view: 'Affichage', window: 'Fenêtre', quit: 'Quitter Comptoir', close: 'Fermer la fenêtre', undo: 'Annuler', redo: 'Rétablir', cut: 'Couper', copy: 'Copier', paste: 'Coller', selectAll: 'Tout sélectionner', reload: 'Recharger', zoomIn: 'Agrandir', zoomOut: 'Réduire', zoomReset: 'Taille réelle', fullScreen: 'Plein écran', minimize: 'Réduire la fenêtre', devTools: 'Outils de développement' },
  en: { file: 'File', edit: 'Edit', view: 'View', window: 'Window', quit: 'Quit Comptoir', close: 'Close window', undo: 'Undo', redo: 'Redo', cut: 'Cut', copy: 'Copy', paste: 'Paste', selectAll: 'Select all', reload: 'Reload', zoomIn: 'Zoom in', zoomOut: 'Zoom out', zoomReset: 'Actual size', fullScreen: 'Full screen', minimize: 'Minimise', devTools: 'Developer tools' },
  ar: { file: 'ملف', edit: 'تحرير', view: 'عرض', window: 'نافذة', quit: 'إنهاء Comptoir', close: 'إغلاق النافذة', undo: 'تراجع', redo: 'إعادة', cut: 'قص', copy: 'نسخ', paste: 'لصق', selectAll: 'تحديد الكل', reload: 'إعادة التحميل', zoomIn: 'تكبير', zoomOut: 'تصغير', zoomReset: 'الحجم الأصلي', fullScreen: 'ملء الشاشة', minimize: 'تصغير النافذة', devTools: 'أدوات المطوّر' },
};

/** The menu bar in one of the console's languages; developer tools only where they are switched on. */
export function menuFor(language: Locale, devTools: boolean): Menu {
  const say = words[language];
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const tools: MenuItemConstructorOptions[] = devTools ? [line, { role: 'toggleDevTools', label: say.devTools }] : [];
  return Menu.buildFromTemplate([
    { label: say.file, submenu: [{ role: 'close', label: say.close }, line, { role: 'quit', label: say.quit }] },
    { label: say.edit, submenu: [{ role: 'undo', label: say.undo }, { role: 'redo', label: say.redo }, line, { role: 'cut', label: say.cut }, { role: 'copy', label: say.copy }, { role: 'paste', label: say.paste }, { role: 'selectAll', label: say.selectAll }] },
    { label: say.view, submenu: [{ role: 'reload', label: say.reload }, line, { role: 'resetZoom', label: say.zoomReset }, { role: 'zoomIn', label: say.zoomIn }, { role: 'zoomOut', label: say.zoomOut }, line, { role: 'togglefullscreen', label: say.fullScreen }, ...tools] },
    { label: say.window, submenu: [{ role: 'minimize', label: say.minimize }] },
  ]);
}
