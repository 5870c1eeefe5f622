import { describe, expect, test } from 'vitest';
import { outputsOf, writeReport } from '../../src/commands/outputs.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { placeFinder } from '../../src/report/place.ts';
import { findingAt, reportOf } from '../support/report.ts';

const printed = (format: string, outputs: readonly string[], onGitHub = false) =>
  outputsOf(format, outputs, onGitHub).printed;

describe('where a report goes', () => {
  test('to stdout, or to a file in its place', () => {
    expect(printed('json', [])).toEqual(['json']);
    expect(printed('json', ['lint.json'])).toEqual([]);
    expect(outputsOf('json', ['lint.json'], false).files).toMatchObject([
      { path: 'lint.json', format: 'json' },
    ]);
  });

  test('to further files in further forms', () => {
    const { printed: shown, files } = outputsOf('text', ['sarif=a=b.sarif', 'json=c.json'], false);
    expect(shown).toEqual(['text']);
    expect(files).toMatchObject([
      { path: 'a=b.sarif', format: 'sarif' },
      { path: 'c.json', format: 'json' },
    ]);
    expect(outputsOf('text', ['./sarf=x'], false).files).toMatchObject([
      { path: './sarf=x', format: 'text' },
    ]);
  });

  test('auto adds annotations in GitHub Actions alone, before any line of a repository', () => {
    expect(printed('auto', [])).toEqual(['text']);
    expect(printed('auto', [], true)).toEqual(['github', 'text']);
    expect(printed('auto', ['lint.txt'], true)).toEqual(['github']);
    expect(printed('text', [], true)).toEqual(['text']);
  });
});

describe('writing', () => {
  const report = reportOf({}, [findingAt('x', 'x', { message: 'wrong' })]);
  const reporting = { report, place: placeFinder(report.files), rules: [], version: '0.1.0' };

  test('files hold what stdout would, without colour', () => {
    const host = fakeHost();
    expect(writeReport(outputsOf('text', ['a.txt', 'json=a.json'], false), reporting, host)).toEqual([]);
    expect(host.results.get('a.txt')).toContain('error: wrong [');
    expect(JSON.parse(host.results.get('a.json') ?? '').findings).toHaveLength(1);
    expect(host.stdout()).toBe('');
  });

  test('what cannot be written is printed, once', () => {
    const host = fakeHost({ readOnly: ['locked'] });
    const failures = writeReport(
      outputsOf('text', ['locked/a.txt', 'sarif=locked/a.sarif'], false),
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
