import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goldenRepository, scratch } from '../support/cli.ts';

/** V8's own count of calls of the built program's functions, by name (https://nodejs.org/api/cli.html#node_v8_coveragedir). */
function callsIn(folder: string): Map<string, number> {
  const calls = new Map<string, number>();
  for (const file of readdirSync(folder)) {
    // V8 wrote it a moment ago, in a form that is documented
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      result: { url: string; functions: { functionName: string; ranges: { count: number }[] }[] }[];
    };
    for (const { url, functions } of result) {
      if (!url.includes('/dist/')) continue;
      for (const { functionName, ranges } of functions)
        calls.set(functionName, (calls.get(functionName) ?? 0) + (ranges[0]?.count ?? 0));
    }
  }
  return calls;
}

test.each([
  ['plain values are looked at once', 'maxmemory-policy allkeys-lru', 0],
  [
    'values with a credential are read once, for all rules',
    'requirepass hunter2-8472\n    password: hunter2-8472',
    1,
  ],
])('lint opens and parses each file once; %s', async (_name, line, whole) => {
  const repository = goldenRepository();
  const release = 'podinfo/helmrelease-podinfo.yaml';
  repository.write(
    release,
    repository.read(release).replace('valuesKey: values.yaml', 'valuesKey: value.yaml'),
  );
  // the values of redis are changed, so they are judged; those of podinfo are the chart's own, known by their digest
  const values = 'redis/configmap-redis-helm-chart-value-overrides.yaml';
  const judged = repository.read(values).replace('sha256:355', 'sha256:000');
  repository.write(values, judged.replace('maxmemory-policy allkeys-lru', line));
  const counts = scratch();
  const ran = await repository.kitWith(
    { env: { NODE_V8_COVERAGE: counts } },
    ...['lint', '--format', 'auto', '--output', 'sarif=lint.sarif', '--output', 'json=lint.json'],
  );
  expect(ran.code).toBe(1);
  const calls = callsIn(counts);
  expect(calls.get('isPlainlySound')).toBe(1);
  expect(calls.get('readYaml')).toBe(10 + whole);
  // 10 manifests; those with something to say are read again: for the places in values, and once for all reports
  expect(calls.get('readDiskFile')).toBe(10 + 2 + 2 * whole);
});
