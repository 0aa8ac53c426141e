import { join } from 'node:path';
import { screen, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { locale, type Locale } from '#shared/auth/model.ts';
import { readFileIfThere, writeFileAtomically } from '#electron/runtime/atomic-file.ts';

/** How the window was left: where it stood, and the language of its menu. */
const state = z.object({ x: z.int().optional(), y: z.int().optional(), width: z.int().min(400), height: z.int().min(300), maximized: z.boolean(), locale: locale.optional() });
export type WindowState = z.infer<typeof state>;

const asNew: WindowState = { width: 1_360, height: 860, maximized: false };
const fileOf = (dataDir: string) => join(dataDir, 'window.json');

/** The state as it was saved; a place that is on no screen any more (a display was unplugged) is forgotten. */
export function readWindowState(dataDir: string): WindowState {
  let saved: WindowState = asNew;
  try {
    const parsed = state.safeParse(JSON.parse(readFileIfThere(fileOf(dataDir)) ?? 'null'));
    if (parsed.success) saved = parsed.data;
  } catch {
    // Not JSON: somebody's editor. The window opens as new.
    return asNew;
  }
  const { x, y, ...rest } = saved;
  const visible = x !== undefined && y !== undefined && screen.getAllDisplays().some(({ workArea: area }) => x + 80 > area.x && x < area.x + area.width - 80 && y >= area.y - 10 && y < area.y + area.height - 40);
  return visible ? saved : rest;
}

export function saveWindowState(dataDir: string, window: BrowserWindow, language: Locale): void {
  const saved: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized(), locale: language };
  writeFileAtomically(fileOf(dataDir), JSON.stringify(saved));
}
