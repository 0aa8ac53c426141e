/** Which tests of a part failed and which passed only when they were tried again: told again where whoever reads only the end of a long output finds them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Names as they stand in the output, with the first line of what went wrong. */
export type Told = { readonly failed: readonly string[]; readonly secondTry: readonly string[] };
export const nothingTold: Told = { failed: [], secondTry: [] };

const firstLine = (text: string | undefined): string => (text ?? '').split('\n').find((line) => line.trim() !== '')?.trim().slice(0, 300) ?? '';
export const tellOne = (file: string, name: string, message: string | undefined): string => [file, name, firstLine(message)].filter((part) => part !== '').join(' › ');

/** A reporter of vitest that leaves what is told at the end in a file, named by `TOLD_AT_THE_END`. */
export default class ToldAtTheEnd implements Reporter {
  readonly #failed: string[] = [];
  readonly #secondTry: string[] = [];

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === 'failed') this.#failed.push(tellOne(test.module.relativeModuleId, test.fullName, errors?.[0]?.message));
    else if (test.diagnostic()?.flaky) this.#secondTry.push(tellOne(test.module.relativeModuleId, test.fullName, errors?.[0]?.message));
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.#failed.push(tellOne(module.relativeModuleId, '', error.message));
  }

  onTestRunEnd(_modules: unknown, unhandled: readonly { readonly message: string }[]): void {
    for (const error of unhandled) this.#failed.push(tellOne('', 'outside any test', error.message));
    const file = process.env['TOLD_AT_THE_END'];
    if (file !== undefined) writeFileSync(file, JSON.stringify({ failed: this.#failed, secondTry: this.#secondTry } satisfies Told));
  }
}

export const readTold = (file: string): Told => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Told) : nothingTold);
