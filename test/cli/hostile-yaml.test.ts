import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { goldenRepository, modesBind } from '../support/cli.ts';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: hostile\n  namespace: podinfo\n';

const release = 'podinfo/helmrelease-podinfo.yaml';

/** Lints the golden repository with one more file and an error in another, and returns the findings about the one more. */
async function findingsIn(
  text: string | Uint8Array,
): Promise<{ code: number | null; found: string[]; out: string; err: string }> {
  const repository = goldenRepository();
  repository.write('podinfo/configmap-hostile.yaml', text);
  repository.write(release, repository.read(release).replace('  interval: 15m', '  interval: 15 m'));
  const ran = await repository.kit('lint', '--format', 'json', '--fail-on', 'warning');
  expect(ran.err).not.toMatch(/internal error|\n {4}at /);
  // the report is ours, written a moment ago
  const report = JSON.parse(ran.out) as { findings: { file: string; rule: string; message: string }[] };
  const found = report.findings.filter(({ file }) => file === 'podinfo/configmap-hostile.yaml');
  expect(report.findings.map(({ file }) => file)).toContain(release);
  return {
    code: ran.code,
    found: found.map(({ rule, message }) => `${rule}: ${message}`),
    out: ran.out,
    err: ran.err,
  };
}

describe('inputs that killed other readers', () => {
  test.each([
    ['deep flow sequence (YR-01)', `${head}v: ${'['.repeat(1000)}${']'.repeat(1000)}\n`, /100/],
    ['deep flow mapping (YR-03)', `${head}v: ${'{a: '.repeat(5000)}\n`, /100/],
    [
      'deep block mapping',
      head + Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
      /100/,
    ],
    [
      'alias bomb (YR-05)',
      `${head}a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]\n`).join('')}`,
      /alias/,
    ],
    ['recursive alias (YR-06)', `${head}v: &a {b: *a}\n`, /alias|anchor/],
    [
      '20,000 anchors (YR-07)',
      head + Array.from({ length: 20_000 }, (_, at) => `k${at}: &a${at} x\nl${at}: *a${at}\n`).join(''),
      /1,?000/,
    ],
    ['50,000 documents (YR-10)', '---\na: 1\n'.repeat(50_000), /2,?000/],
    [
      'merge chain (YR-12)',
      `${head}k0: &k0 {a: 1}\n${Array.from({ length: 2000 }, (_, at) => `k${at + 1}: &k${at + 1}\n  <<: *k${at}\n`).join('')}`,
      /alias|merge/,
    ],
    ['NUL (YR-13)', `${head}v: a\0b\n`, /control/],
    ['ESC (YR-13)', `${head}v: a\u001b[2Jb\n`, /control/],
    ['scalar document (YR-17)', 'hello\n', /mapping/],
    ['list document (YR-17)', '- apiVersion: v1\n', /mapping/],
    ['unclosed quote (YR-18)', `${head}v: "a\n`, /./],
    ['unclosed flow (YR-18)', `${head}v: [a, b\n`, /./],
    ['tab indentation (YR-18)', `${head}v:\n\ta: 1\n`, /tab/],
    ['Go template (YR-19)', `${head}v: {{ .Values.x }}\n`, /./],
    ['list as key (YR-19)', `${head}v:\n  ? [a, b]\n  : c\n`, /key/],
    ['duplicate key (YM-10)', `${head}v: 1\nv: 2\n`, /already|twice|duplicate/],
    ['numeric key (YM-12)', `${head}data:\n  8080: a\n`, /key/],
    ['directive (YM-17)', `%YAML 1.1\n---\n${head}`, /directive/],
    [
      'text on the separator (YM-18)',
      '--- {apiVersion: v1, kind: ConfigMap, metadata: {name: hostile, namespace: podinfo}}\n',
      /text on the line of a/,
    ],
    ['documents after ... (YM-19)', `${head}...\n${head}`, /\.\.\./],
    ['unquoted date (YM-06)', `${head}v: 2024-01-01\n`, /2024-01-01/],
    ['a truth word (YM-01)', `${head}v: yes\n`, /yes/],
    ['an infinite number (YM-08)', `${head}v: .inf\n`, /\.inf/],
    ['prototype keys twice (YR-20)', `${head}__proto__: {polluted: 1}\n__proto__: 1\n`, /__proto__/],
  ])('%s', async (_name, text, message) => {
    const { code, found, out, err } = await findingsIn(text);
    expect(found.join('\n')).toMatch(message);
    expect(code).toBe(1);
    expect(out + err).not.toContain('\u001b');
    expect(out + err).not.toContain('[object');
  });

  test('UTF-16 is named as such (YR-15)', async () => {
    const { code, found } = await findingsIn(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(head, 'utf16le')]),
    );
    expect(found.join()).toContain('UTF-16');
    expect(code).toBe(1);
  });

  test('bytes that are no UTF-8', async () => {
    const { code, found } = await findingsIn(
      Buffer.concat([Buffer.from(`${head}v: `), Buffer.from([0xff, 0xfe, 0x0a])]),
    );
    expect(found.join()).toContain('UTF-8');
    expect(code).toBe(1);
  });

  test('an empty file, spaces, comments alone (YR-16)', async () => {
    for (const text of ['', ' \n\n', '# nothing yet\n']) {
      const { found } = await findingsIn(text);
      expect(found.join()).toContain('no Kubernetes object');
    }
  });

  test('100,000 keys are read (YR-08)', async () => {
    const { found } = await findingsIn(
      `${head}data:\n${Array.from({ length: 100_000 }, (_, at) => `  k${at}: v\n`).join('')}`,
    );
    expect(found.filter((line) => line.startsWith('yaml/'))).toEqual([]);
  });

  test('prototype keys stay data (YR-20)', async () => {
    const { found, code } = await findingsIn(
      `${head}data:\n  __proto__: a\n  constructor: b\n  toString: c\n`,
    );
    expect(found.filter((line) => line.startsWith('yaml/'))).toEqual([]);
    expect(code).not.toBe(3);
  });

  test('two deep files in one run, and the others are still linted', async () => {
    const repository = goldenRepository();
    for (const name of ['one', 'two'])
      repository.write(`podinfo/configmap-${name}.yaml`, `${'['.repeat(1000)}${']'.repeat(1000)}`);
    const ran = await repository.kit('lint');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/configmap-one\.yaml:1:\d+: error: .*100/);
    expect(ran.out).toMatch(/configmap-two\.yaml:1:\d+: error: .*100/);
    expect(ran.out).not.toContain(release);
  });

  test('a file over the limit is not read', async () => {
    const { code, found } = await findingsIn(`${head}# ${'x'.repeat(4 << 20)}\n`);
    expect(found.join()).toMatch(/yaml\/unreadable-file: .*(bytes|MiB)/);
    expect(code).toBe(1);
  });

  test.skipIf(!modesBind)('a file and a folder that may not be read', async () => {
    const repository = goldenRepository();
    repository.write('podinfo/secret-locked.yaml', head);
    repository.write('locked/secret-locked.yaml', head);
    const locked = ['podinfo/secret-locked.yaml', 'locked'].map((path) => join(repository.folder, path));
    for (const path of locked) chmodSync(path, 0);
    onTestFinished(() => {
      for (const path of locked) chmodSync(path, 0o755);
    });
    const ran = await repository.kit('lint');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^podinfo\/secret-locked\.yaml:1:1: error: .*permission denied \(EACCES\)/m);
    expect(ran.out).toMatch(/^locked\/:1:1: error: locked\/ cannot be read: permission denied \(EACCES\)/m);
    expect(ran.err).toContain('2 files could not be read');
  });

  test('links that lead round in a circle end nowhere', async () => {
    const repository = goldenRepository();
    symlinkSync('.', join(repository.folder, 'podinfo/self'));
    symlinkSync('configmap-round.yaml', join(repository.folder, 'podinfo/configmap-round.yaml'));
    const ran = await repository.kit('lint');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain(
      'podinfo/configmap-round.yaml:1:1: error: podinfo/configmap-round.yaml is a symbolic link',
    );
    expect(ran.err).toContain('11 files, 2 apps: 1 error');
  });

  test('a FIFO is a finding, not a wait', async () => {
    const repository = goldenRepository();
    execFileSync('mkfifo', [join(repository.folder, 'podinfo/configmap-pipe.yaml')]);
    const ran = await repository.kit('lint', '--fail-on', 'warning');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('podinfo/configmap-pipe.yaml');
  });

  test('a symbolic link is not followed', async () => {
    const repository = goldenRepository();
    symlinkSync('/etc/passwd', join(repository.folder, 'podinfo/configmap-link.yaml'));
    const ran = await repository.kit('lint', '--fail-on', 'warning');
    expect(ran.out).toContain('podinfo/configmap-link.yaml');
    expect(ran.out).not.toContain('root:');
  });
});

describe('values inside the ConfigMap', () => {
  test('a fault has the position of the outer file (YM-26)', async () => {
    const repository = goldenRepository();
    const path = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
    const lines = repository.read(path).split('\n');
    const at = lines.findIndex((line) => /^ {4}replicaCount:/.test(line));
    repository.write(path, lines.toSpliced(at + 1, 0, '    replicaCount: 7').join('\n'));
    const ran = await repository.kit('lint');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain(`${path}:${at + 2}:5: error: `);
    expect(ran.out).toContain('replicaCount');
  });
});
