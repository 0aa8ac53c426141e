import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { fileSecrets, memorySecrets } from './auth/secret-store.ts';
import { createDataProcess } from './data-process/create-data-process.ts';
import { serveProcess } from './ipc/serve-process.ts';
import { shellLine } from './ipc/shell-line.ts';
import { workersOverShell } from './media/workers-over-shell.ts';

/** Where the data process begins: a shell has started this very file, and says over the line what to open. */
const line = shellLine();
if (line) {
  const workers = workersOverShell(line.post);
  let log: Logger = pino({ enabled: false });
  const die = (cause: unknown, what: string) => {
    log.fatal({ code: 'internal', what, cause: cause instanceof Error ? cause.stack : 'unknown' }, 'the data process ends; its shell starts it again');
    process.exit(1);
  };
  process.on('uncaughtException', (cause) => die(cause, 'uncaught exception'));
  process.on('unhandledRejection', (cause) => die(cause, 'unhandled rejection'));
  serveProcess(line, (start, keychain) => {
    log = pino({ level: process.env['COMPTOIR_LOG'] ?? 'info' }, pino.destination({ dest: join(start.dataDir, 'logs', 'data-process.log'), mkdir: true, sync: true }));
    const secrets = start.secrets === 'keychain' ? keychain : start.secrets === 'file' ? fileSecrets(start.dataDir) : memorySecrets();
    return createDataProcess({ dataDir: start.dataDir, serverUrl: start.serverUrl, secrets, log, shell: start.shell, demoAccountsFile: start.demoAccountsFile, ...(start.shell === 'desktop' ? { startPictureWorker: workers.start } : {}) });
  }, (code) => process.exit(code), workers);
}
