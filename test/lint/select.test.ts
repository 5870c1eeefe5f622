import { expect, test } from 'vitest';
import { onlyPaths } from '../../src/lint/select.ts';
import { findingAt, reportOf } from '../support/report.ts';

const at = (file: string) => ({ file, range: { start: 0, end: 1 } });
const report = reportOf({}, [
  findingAt('', '', { message: 'a', at: at('podinfo/a.yaml') }),
  findingAt('', '', { message: 'b', at: at('podinfo-web/b.yaml'), severity: 'warning' }),
]);

test('keeps findings in the folders and files that were asked for, and counts those', () => {
  const part = onlyPaths(report, ['podinfo']);
  expect(part.findings.map(({ message }) => message)).toEqual(['a']);
  expect(part.counts).toMatchObject({ error: 1, warning: 0 });
  expect(onlyPaths(report, ['podinfo-web/b.yaml']).counts).toMatchObject({ error: 0, warning: 1 });
  expect(onlyPaths(report, ['']).findings).toHaveLength(2);
});
