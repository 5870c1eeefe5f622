import { expect, test } from 'vitest';
import { onlyPaths } from '../../src/lint/select.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { golden } from '../support/golden.ts';
import { findingAt, reportOf } from '../support/report.ts';

const at = (file: string) => ({ file, range: { start: 0, end: 1 } });
const report = reportOf({}, [
  findingAt('', '', { message: 'a', at: at('podinfo/a.yaml') }),
  findingAt('', '', { message: 'b', at: at('podinfo-web/b.yaml'), severity: 'warning' }),
]);
const repo = readRepo(golden.files, defaultSettings);

test('keeps findings in the folders and files that were asked for, and counts those', () => {
  const part = onlyPaths(report, repo, ['podinfo']);
  expect(part.findings.map(({ message }) => message)).toEqual(['a']);
  expect(part.counts).toMatchObject({ error: 1, warning: 0, files: 2, apps: 1, unread: 0 });
  expect(onlyPaths(report, repo, ['podinfo-web/b.yaml']).counts).toMatchObject({ error: 0, warning: 1 });
  const whole = onlyPaths(report, repo, ['']);
  expect(whole.findings).toHaveLength(2);
  expect(whole.counts).toMatchObject({ files: repo.yamlFiles.length, apps: 2 });
});
