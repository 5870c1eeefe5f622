import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import { lint } from '../../src/lint/lint.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { formatReport, formats } from '../../src/report/formats.ts';
import { plainStyle } from '../../src/report/style.ts';
import { rules } from '../../src/rules/registry.ts';
import { golden } from '../support/golden.ts';
import { reportingOf } from '../support/report.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

/** How often each file is read by a lint and by reports in all forms; files that are read once are left out. */
function readsOf(files: Files): Record<string, number> {
  const reads = new Map<string, number>();
  const counting: Files = {
    ...files,
    text: (path) => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return files.text(path);
    },
  };
  const report = lint(readRepo(counting, defaultSettings), { settings: defaultSettings, rules });
  const reporting = reportingOf(report);
  for (const format of formats) formatReport(format, reporting, plainStyle);
  return Object.fromEntries([...reads].filter(([, count]) => count > 1));
}

describe('a file is read', () => {
  test('once when nothing is found in it, whatever the form of the report', () => {
    expect(readsOf(golden.files)).toEqual({});
  });

  test('once more when a finding speaks of it, for all forms together', () => {
    const files = golden.with(release, 'valuesKey: values.yaml', 'valuesKey: value.yaml');
    // the ConfigMap is the related place
    expect(readsOf(files)).toEqual({ [release]: 2, [values]: 2 });
  });

  test('once more when it holds an ignore comment', () => {
    const files = golden.with(
      release,
      'valuesKey: values.yaml',
      'valuesKey: value.yaml # gitops-kit: ignore[helmrelease/values-key] a job makes it;',
    );
    expect(readsOf(files)).toEqual({ [release]: 2 });
  });
});
