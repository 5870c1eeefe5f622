import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';

test('a repository that was read does not hold the texts of its files', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const paths = Array.from({ length: 50 }, (_, index) => `apps/configmap-number-${index}.yaml`);
  const megabyte = `# ${'x'.repeat(1 << 20)}\n`;
  const files: Files = {
    paths: () => paths,
    fault: () => undefined,
    // Read again for every call, as from disk.
    text: (path) =>
      Buffer.from(
        `${megabyte}apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a-long-name-of-${path.slice(5, -5)}\n` +
          'data:\n  "a quoted key of some length": a plain text of some length\n  block: |\n    a block text of some length\n',
      ).toString(),
  };
  collect();
  const before = process.memoryUsage().heapUsed;
  const repo = readRepo(files, defaultSettings);
  collect();
  const kept = process.memoryUsage().heapUsed - before;
  expect(repo.resources).toHaveLength(50);
  expect(kept).toBeLessThan(10 << 20);
});
