import { basename } from 'node:path';

/** What a program did to a file, in the order the kernel was told. */
export type FileEvent =
  | { readonly t: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly t: 'truncate'; readonly file: string; readonly length: number }
  | { readonly t: 'sync'; readonly file: string };

/** What strace has to be asked for. `-xx` writes every byte as `\x..`, so that nothing is ambiguous. */
export const straceArguments = (log: string, command: readonly string[]): string[] =>
  ['-f', '-xx', '-s', '2000000', '-e', 'trace=openat,close,pwrite64,write,fsync,fdatasync,ftruncate', '-o', log, ...command];

const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

/**
 * Reads a log back as events on the files somebody is interested in.
 *
 * @param wanted base names of those files
 */
export function readStraceLog(text: string, wanted: readonly string[]): FileEvent[] {
  const open = new Map<string, { name: string; position: number }>();
  const events: FileEvent[] = [];
  for (const call of completeCalls(text)) {
    const match = /^(\w+)\((.*)\)\s+= (-?\d+)/s.exec(call);
    if (!match) continue;
    const [, name, args, returned] = match as unknown as [string, string, string, string];
    if (Number(returned) < 0) continue;
    if (name === 'openat') {
      const path = bytesOf(/"((?:\\x[0-9a-f]{2})*)"/.exec(args)?.[1] ?? '').toString();
      open.set(returned, { name: basename(path), position: 0 });
      continue;
    }
    const fd = args.split(',', 1)[0]!;
    const file = open.get(fd);
    if (name === 'close') open.delete(fd);
    if (!file || !wanted.includes(file.name)) continue;
    if (name === 'fsync' || name === 'fdatasync') events.push({ t: 'sync', file: file.name });
    if (name === 'ftruncate') events.push({ t: 'truncate', file: file.name, length: Number(args.split(',')[1]) });
    if (name === 'pwrite64' || name === 'write') {
      const written = /^\d+, "((?:\\x[0-9a-f]{2})*)", (\d+)(?:, (\d+))?$/.exec(args);
      if (!written) throw new Error(`a write that was not recorded whole: ${args.slice(0, 80)}`);
      const bytes = bytesOf(written[1]!).subarray(0, Number(returned));
      const offset = name === 'pwrite64' ? Number(written[3]) : file.position;
      if (name === 'write') file.position += bytes.length;
      events.push({ t: 'write', file: file.name, offset, bytes });
    }
  }
  return events;
}

/** Calls in the order they ended; those interrupted by another thread's are put together again. */
function* completeCalls(text: string): Generator<string> {
  const begun = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^(\d+)\s+(.*)$/.exec(line);
    if (!match) continue;
    const [, pid, rest] = match as unknown as [string, string, string];
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(pid, rest.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (!resumed) {
      yield rest;
      continue;
    }
    yield (begun.get(pid) ?? '').trimEnd() + resumed[1]!.replace(/^\s*/, ' ').replace(/^ (?=\))/, '');
    begun.delete(pid);
  }
}
