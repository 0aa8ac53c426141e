/** For `catch`: answers `value` where there is no such file, and throws on whatever else the system says. */
export const ifMissing = <T>(value: T) => (cause: unknown): T => {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return value;
  throw cause;
};
