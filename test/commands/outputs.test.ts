import { describe, expect, test } from 'vitest';
import { annotatesLog, outputsOf, refuseSources, writeReport } from '../../src/commands/outputs.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { findingAt, reportingOf, reportOf } from '../support/report.ts';

const plain = { annotates: false };
const printed = (format: string, outputs: readonly string[], annotates = false) =>
  outputsOf(format, outputs, { annotates }).printed;

describe('where a report goes', () => {
  test('to stdout, or to a file in its place', () => {
    expect(printed('json', [])).toEqual(['json']);
    expect(printed('json', ['lint.json'])).toEqual([]);
    expect(outputsOf('json', ['lint.json'], plain).files).toMatchObject([
      { path: 'lint.json', format: 'json' },
    ]);
  });

  test('to further files in further forms', () => {
    const { printed: shown, files } = outputsOf('text', ['sarif=a=b.sarif', 'json=c.json'], plain);
    expect(shown).toEqual(['text']);
    expect(files).toMatchObject([
      { path: 'a=b.sarif', format: 'sarif' },
      { path: 'c.json', format: 'json' },
    ]);
    expect(outputsOf('text', ['./sarf=x'], plain).files).toMatchObject([
      { path: './sarf=x', format: 'text' },
    ]);
  });

  test('auto adds annotations where the runner reads them, before any line of a repository', () => {
    expect(printed('auto', [])).toEqual(['text']);
    expect(printed('auto', [], true)).toEqual(['github', 'text']);
    expect(printed('auto', ['lint.txt'], true)).toEqual(['github']);
    expect(printed('text', [], true)).toEqual(['text']);
  });
});

test.each([
  ['GitHub Actions', { CI: 'true', GITHUB_ACTIONS: 'true' }, true],
  // their runners print the commands and make nothing of them
  ['Gitea Actions', { CI: 'true', GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, false],
  ['Forgejo Actions', { CI: 'true', GITHUB_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' }, false],
  ['GitLab CI', { CI: 'true', GITLAB_CI: 'true' }, false],
  ['a terminal', {}, false],
])(
  'in %s commands in the log become annotations: %j %s',
  (_name, variables: Record<string, string>, does) => {
    expect(annotatesLog((name) => variables[name])).toBe(does);
  },
);

describe('writing', () => {
  const report = reportOf({}, [findingAt('x', 'x', { message: 'wrong' })]);
  const reporting = reportingOf(report);

  test('files hold what stdout would, without colour', () => {
    const host = fakeHost();
    expect(writeReport(outputsOf('text', ['a.txt', 'json=a.json'], plain), reporting, host)).toEqual([]);
    expect(host.results.get('a.txt')).toContain('error: wrong [');
    expect(JSON.parse(host.results.get('a.json') ?? '').findings).toHaveLength(1);
    expect(host.stdout()).toBe('');
  });

  test('what cannot be written is printed, once', () => {
    const host = fakeHost({ readOnly: ['locked'] });
    const failures = writeReport(
      outputsOf('text', ['locked/a.txt', 'sarif=locked/a.sarif'], plain),
      reporting,
      host,
    );
    expect(failures.map(({ message }) => message)).toEqual([
      'could not write locked/a.txt: permission denied',
      'could not write locked/a.sarif: permission denied',
    ]);
    expect(host.stdout()).toContain('error: wrong [');
    expect(host.stdout()).not.toContain('$schema');
  });
});

describe('a report takes the place of no source', () => {
  const outputs = (path: string) => outputsOf('text', [`json=${path}`], { annotates: false });
  const repository = {
    pathOf: (path: string) => (path.startsWith('../') ? undefined : path.replace(/^\.\//, '')),
    isSource: (path: string) => path === 'podinfo/a.yaml',
  };

  test.each([
    ['podinfo/a.yaml', 'a file that is linted'],
    ['./podinfo/a.yaml', 'a file that is linted'],
    ['.git/config', 'a file of git'],
    ['nested/.git/HEAD', 'a file of git'],
  ])('%s', (path, what) => {
    expect(() => refuseSources(outputs(path), repository)).toThrow(
      `--output ${path} would overwrite ${what}`,
    );
  });

  test.each(['report.json', 'podinfo/report.json', '../outside.yaml', '.github/report.json'])(
    '%s is written',
    (path) => {
      expect(() => refuseSources(outputs(path), repository)).not.toThrow();
    },
  );

  test('one file is one, however it is written', () => {
    const twice = ['json=a.json', 'sarif=./b/../a.json'];
    expect(() => outputsOf('text', twice, { annotates: false })).toThrow('names ./b/../a.json twice');
  });
});
