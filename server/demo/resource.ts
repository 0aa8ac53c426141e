import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Reads a file of `resources/demo`; the one place that knows where that folder lies. */
export const demoResource = (name: string): string => readFileSync(fileURLToPath(new URL(`../../resources/demo/${name}`, import.meta.url)), 'utf8');
