import { Worker } from 'node:worker_threads';
import type { RawFault } from '../schema/validator.ts';
import type { Data } from '../yaml/node.ts';
import { builtPath } from './assets.ts';

/** What a foreign schema may cost. */
const seconds = 10;
const megabytes = 256;

/** What a schema says of each of the values, in order; or why it says nothing: it does not compile, or takes too long. */
export type ValuesAnswer =
  | { readonly kind: 'checked'; readonly faults: readonly (readonly RawFault[])[] }
  | { readonly kind: 'unusable'; readonly why: string };

/** Holds values against a JSON schema, in a thread of its own, which is ended when it costs too much. */
export function checkValues(schema: unknown, values: readonly Data[]): Promise<ValuesAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(builtPath('values-worker.cjs'), {
      workerData: { schema, values: values.map(withNumbers) },
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
      stdout: true,
      stderr: true,
    });
    const end = (answer: ValuesAnswer): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    const unusable = (why: string): void => end({ kind: 'unusable', why });
    const timer = setTimeout(() => unusable(`it takes more than ${seconds} s`), seconds * 1000);
    worker.once('message', (faults: readonly (readonly RawFault[])[]) => end({ kind: 'checked', faults }));
    worker.once('error', (error) => unusable(error.message.split('\n')[0] ?? 'it does not compile'));
    worker.once('exit', () => unusable('it could not be run'));
  });
}

/** JSON Schema knows no integers beyond doubles; Helm's reader makes floats of them, too. */
function withNumbers(data: Data): unknown {
  if (typeof data === 'bigint') return Number(data);
  if (Array.isArray(data)) return data.map(withNumbers);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withNumbers(value)]));
}
