import { expect, test } from 'vitest';
import { plainStyle } from '../../src/report/style.ts';
import { textReport } from '../../src/report/text.ts';
import { findingAt, reportOf } from '../support/report.ts';

const release = 'kind: HelmRelease\nmetadata:\n  name: podinfo\nspec:\n  source: podinof # ours\n';
const repository = 'kind: HelmRepository\nmetadata:\n  name: podinfo\n';
const texts = {
  'podinfo/helmrelease-podinfo.yaml': release,
  'flux-system/helmrepository-podinfo.yaml': repository,
};

test('shows where, what, the line, what to do, and the other place', () => {
  const at = repository.indexOf('podinfo');
  const finding = findingAt(release, 'podinof', {
    message:
      'HelmRelease podinfo refers to HelmRepository podinof, which does not exist; did you mean podinfo?',
    help: 'name a HelmRepository that is here',
    fix: { title: 'write podinfo', safety: 'safe', changes: [] },
    related: [
      {
        at: { file: 'flux-system/helmrepository-podinfo.yaml', range: { start: at, end: at + 7 } },
        message: 'HelmRepository podinfo is declared here',
      },
    ],
  });
  expect(textReport(reportOf(texts, [finding]), plainStyle)).toBe(
    `podinfo/helmrelease-podinfo.yaml:5:11: error: HelmRelease podinfo refers to HelmRepository podinof, which does not exist; did you mean podinfo? [helmrelease/source-missing]
  5 |   source: podinof # ours
    |           ^^^^^^^
  = help: name a HelmRepository that is here
  = fix: write podinfo
  flux-system/helmrepository-podinfo.yaml:3:9: HelmRepository podinfo is declared here
  2 | metadata:
  3 |   name: podinfo
    |         ^^^^^^^
  = docs: gitops-kit explain helmrelease/source-missing
`,
  );
});

test('names the page of a rule once', () => {
  const one = findingAt(release, 'podinof', { message: 'one' });
  const two = findingAt(release, 'HelmRelease', { message: 'two' });
  const text = textReport(reportOf(texts, [two, one]), plainStyle);
  expect(text.match(/= docs/g)).toHaveLength(1);
  expect(text).toContain('explain helmrelease/source-missing\n\npodinfo/');
});

test('does not print a line that holds a secret, for whichever finding', () => {
  const values = 'kind: ConfigMap\ndata:\n  PASSWORD: correct-horse\n  USER: podinfo\n';
  const hidden = findingAt(values, 'PASSWORD', { message: 'a password', hidden: true });
  const other = findingAt(values, 'correct-horse', { message: 'another flaw of the line' });
  const beside = findingAt(values, 'USER', {
    message: 'the line below',
    related: [{ at: other.at, message: 'here' }],
  });
  const text = textReport(reportOf({ [hidden.at.file]: values }, [hidden, other, beside]), plainStyle);
  expect(text).not.toContain('correct-horse');
  expect(text).toContain(':3:3: error: a password');
  expect(text).toContain(':3:13: error: another flaw of the line');
  expect(text).toContain('4 |   USER: podinfo');
});

test('a clean report is empty', () => {
  expect(textReport(reportOf(texts, []), plainStyle)).toBe('');
});

test('shows no frame where there is no text', () => {
  const finding = findingAt('x', 'x', {
    message: 'is a symbolic link',
    at: { file: 'a.yaml', range: { start: 0, end: 0 } },
  });
  expect(textReport(reportOf({}, [finding]), plainStyle)).toBe(
    'a.yaml:1:1: error: is a symbolic link [helmrelease/source-missing]\n  = docs: gitops-kit explain helmrelease/source-missing\n',
  );
});

test('no control character of a repository reaches the terminal', () => {
  const hostile = 'name: "\x1b]52;c;x\x07\u202e\x9b"\n';
  const finding = findingAt(hostile, hostile.slice(6, 12), {
    message: `name \x1b[2J\nfake.yaml:1:1: error: nothing`,
    help: 'a\x00b',
    at: { file: 'a\x1bb\n.yaml', range: { start: 6, end: 12 } },
    related: [{ at: { file: 'a\x1bb\n.yaml', range: { start: 0, end: 4 } }, message: 'c\x7f' }],
  });
  const text = textReport(reportOf({ 'a\x1bb\n.yaml': hostile }, [finding]), { color: true, width: 80 });
  // The report's own colours aside.
  expect(text.replace(/\x1b\[\d+m/g, '')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(text).toContain('\\x1b[2J\\nfake.yaml');
});

test('colours lines of findings only when the stream has colours', () => {
  const finding = findingAt(release, 'podinof', { message: 'm' });
  expect(textReport(reportOf(texts, [finding]), { color: true, width: 80 })).toContain(
    '\x1b[31merror:\x1b[39m',
  );
  expect(textReport(reportOf(texts, [finding]), plainStyle)).not.toContain('\x1b');
});
