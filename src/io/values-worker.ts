import { parentPort, workerData } from 'node:worker_threads';
import { compileSchema } from '../schema/schema-compiler.ts';

// A module of its own in dist/schemas, run in a thread of its own: a foreign schema may take more time or memory than
// there is, and is ended then.

const { schema, values } = workerData;
const validate = compileSchema(schema, []);
const answers = values.map((each: unknown) => (validate(each) ? [] : (validate.errors ?? [])));
// Only what is told of a fault, and only what can be sent.
parentPort?.postMessage(
  answers.map((faults: readonly Record<string, unknown>[]) =>
    faults.slice(0, 1000).map(({ instancePath, schemaPath, keyword, params }) => ({
      instancePath,
      schemaPath,
      keyword,
      params: JSON.parse(JSON.stringify(params)),
    })),
  ),
);
