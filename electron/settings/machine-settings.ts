import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfThere, writeFileAtomically } from '../runtime/atomic-file.ts';
import { readable, type SettingsPart } from './defaults.ts';

const stored = z.record(z.string(), z.unknown());

/** Settings before anybody signs in, in a small file of the data folder. A file that cannot be read counts as empty: these are tastes, not work. */
export function machineSettings(dataDir: string): { read(): SettingsPart; write(part: SettingsPart): void } {
  const file = join(dataDir, 'settings.json');
  const read = (): SettingsPart => {
    const text = readFileIfThere(file);
    if (text === null) return {};
    const parsed = stored.safeParse(jsonOr(text, null));
    return parsed.success ? readable(parsed.data) : {};
  };
  return {
    read,
    write: (part) => {
      const before = read();
      const screens = { ...before.screens, ...part.screens };
      writeFileAtomically(file, `${JSON.stringify({ ...before, ...part, ...(Object.keys(screens).length > 0 && { screens }) }, null, 2)}\n`);
    },
  };
}

function jsonOr(text: string, otherwise: null): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return otherwise;
    throw cause;
  }
}
