// How lint finds the file behind an import. Every import of the project carries its extension or goes through `imports` of
// package.json, so Node's own resolution is enough; no resolver package with native parts is needed.
import { createRequire, isBuiltin } from 'node:module';

export const interfaceVersion = 2;
export function resolve(source, file) {
  if (isBuiltin(source)) return { found: true, path: null };
  try {
    return { found: true, path: createRequire(file).resolve(source) };
  } catch {
    return { found: false };
  }
}
