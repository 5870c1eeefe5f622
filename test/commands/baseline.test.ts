import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/commands/arguments.ts';
import { updateBaseline } from '../../src/commands/baseline.ts';
import { runCli } from '../../src/commands/cli.ts';
import { lintCommand } from '../../src/commands/lint.ts';
import { judgeScope } from '../../src/commands/lint-scope.ts';
import { openRepository } from '../../src/commands/open.ts';
import type { Files } from '../../src/core/change.ts';
import { comparisonOf } from '../../src/core/comparison.ts';
import { type FakeHost, type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import { baselineOf } from '../../src/lint/baseline.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import type { Repo } from '../../src/model/repo.ts';
import { golden } from '../support/golden.ts';
import { findingAt, reportOf } from '../support/report.ts';

const baseline = '.gitops-kit-baseline.json';
const release = 'podinfo/helmrelease-podinfo.yaml';
const redis = 'redis/helmrelease-redis.yaml';
const key = 'helmrelease/values-key';

const texts = (files: Files): Record<string, string> =>
  Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));

/** The golden repository with a wrong key in these files, and what else it holds. */
function repository(broken: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const replace = broken.map((file) => [file, 'valuesKey: values.yaml', 'valuesKey: value.yaml'] as const);
  return { ...texts(golden.changed({ replace })), ...more };
}

async function run(files: Readonly<Record<string, string>>, ...argv: string[]) {
  return runIn({ files }, ...argv);
}

async function runIn(world: FakeWorld, ...argv: string[]): Promise<FakeHost & { readonly code: number }> {
  const host = fakeHost(world);
  return { ...host, code: await runCli(argv, host) };
}

/** The golden repository with a wrong key in these files, all of it known. */
async function adopted(...broken: string[]): Promise<Record<string, string>> {
  const { files } = await run(repository(broken), 'lint', '--update-baseline');
  return texts(files());
}

const known = async (...broken: string[]): Promise<string> => (await adopted(...broken))[baseline] ?? '';

/** `file rule` of every finding of a report as JSON. */
function found(ran: FakeHost): string[] {
  const { findings }: { findings: { file: string; rule: string }[] } = JSON.parse(ran.stdout());
  return findings.map(({ file, rule }) => `${file} ${rule}`);
}

describe('lint with a baseline', () => {
  test('says nothing of what is known, and that it is known', async () => {
    const ran = await run(await adopted(release, redis), 'lint', '--fail-on', 'info');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr()).toBe(
      '2 apps in 10 files, no problems (2 in the baseline, charts: 2 not in the cache)\n',
    );
  });

  test('reports what is new, alone', async () => {
    const files = repository([release, redis], { [baseline]: await known(redis) });
    const ran = await run(files, 'lint', '--format', 'json');
    expect([ran.code, found(ran)]).toEqual([1, [`${release} ${key}`]]);
    expect(JSON.parse(ran.stdout()).summary).toMatchObject({ errors: 1, baselined: 1 });
  });

  test('reports everything with --no-baseline, and reads another file with --baseline', async () => {
    const files = await adopted(release, redis);
    const all = await run(files, 'lint', '--no-baseline');
    expect(all.code).toBe(1);
    expect(all.stderr()).toBe('10 files, 2 apps: 2 errors (charts: 2 not in the cache)\n');
    const userFiles = { '../known.json': await known(redis) };
    const other = await runIn({ files, userFiles }, 'lint', '--baseline', '../known.json');
    expect(other.stderr()).toBe(
      '10 files, 2 apps: 1 error (1 in the baseline, charts: 2 not in the cache)\n',
    );
  });

  test('takes it out before it looks at folders', async () => {
    const files = repository([release, redis], { [baseline]: await known(release) });
    expect(await run(files, 'lint', 'podinfo')).toMatchObject({ code: 0 });
    expect(await run(files, 'lint', 'redis')).toMatchObject({ code: 1 });
  });

  test('says what is gone, which changes no exit code', async () => {
    const ran = await run(repository([], { [baseline]: await known(release, redis) }), 'lint');
    expect(ran.code).toBe(0);
    expect(ran.stderr()).toBe(
      `2 apps in 10 files, no problems (charts: 2 not in the cache)\n2 findings of ${baseline} are gone; gitops-kit lint --update-baseline drops them\n`,
    );
  });

  test('says nothing of entries whose rules did not run', async () => {
    const files = repository([], { [baseline]: await known(release) });
    expect((await run(files, 'lint', '--rule', 'layout/file-name')).stderr()).not.toContain('gone');
    expect((await run(files, 'lint', '--rule', key)).stderr()).toContain('1 finding of');
    const off = { '.gitops-kit.jsonc': `{ "rules": { "${key}": "off" } }` };
    expect((await run({ ...files, ...off }, 'lint')).stderr()).not.toContain('gone');
  });

  test('takes rules that are no more for gone', async () => {
    const text = (await known(release)).replace(key, 'gone/long-ago');
    const ran = await run(repository([], { [baseline]: text }), 'lint');
    expect(ran.code).toBe(0);
    expect(ran.stderr()).toContain(`1 finding of ${baseline} is gone; gitops-kit lint --update-baseline`);
  });

  test('a file that cannot be read is not taken in: lint is never green about it', async () => {
    const files = { ...repository([release]), 'podinfo/extra.yaml': 'a: [\n' };
    const update = await run(files, 'lint', '--update-baseline');
    expect(update.stderr()).toContain('podinfo/extra.yaml is not taken in: it cannot be read');
    const ran = await run(texts(update.files()), 'lint');
    expect(ran.code).toBe(1);
    expect(ran.stderr()).toMatch(
      /: 1 error \(1 in the baseline, 1 file could not be read, charts: 2 not in the cache\)\n$/,
    );
  });

  test('one more of what is known is caused by the change that brings it', async () => {
    const before = await adopted(release);
    const twice = (before[release] ?? '').replace(
      /( {4}- kind: ConfigMap\n(?: {6}.*\n)*)/,
      (entry) => entry + entry,
    );
    expect(twice).not.toBe(before[release]);
    const files = { ...before, [release]: twice };
    for (const flags of [['--staged'], ['--since', 'main']]) {
      const ran = await runIn({ files, before }, 'lint', ...flags, '--rule', key, '--format', 'json');
      expect([ran.code, found(ran)]).toEqual([1, [`${release} ${key}`]]);
    }
  });

  test('what is known is counted on neither side of a change', () => {
    const old = findingAt('', '', { message: 'known' });
    const before = readRepo(golden.files, defaultSettings);
    const after = readRepo(golden.with(redis, 'valuesKey: values.yaml', 'valuesKey: b'), defaultSettings);
    const judge = (repo: Repo) => reportOf({}, repo === after ? [old, old] : [old]);
    const compared = { staged: true, since: undefined };
    const change = comparisonOf(before.files, after.files);
    const { report } = judgeScope(after, { compared, change, paths: undefined }, judge, baselineOf([old]));
    expect([report.findings, report.counts.baselined]).toEqual([[old], 1]);
  });

  test('what is known is not caused by a change elsewhere in its file', async () => {
    const before = await adopted(release);
    const files = { ...before, [release]: `# a comment\n${before[release] ?? ''}` };
    const ran = await runIn({ files, before }, 'lint', '--staged');
    expect(ran.code).toBe(0);
    expect(ran.stderr()).toMatch(/^staged: .*\(1 in the baseline, charts: 1 not in the cache\)\n$/);
  });
});

describe('--update-baseline', () => {
  test('writes all that is found, exits 0, and the next run is clean', async () => {
    const ran = await run(repository([release]), 'lint', '--update-baseline');
    expect([ran.code, ran.stdout()]).toEqual([0, `created ${baseline}\n`]);
    expect(ran.stderr()).toBe('note: 1 finding added\nnext: gitops-kit lint\n');
    expect(ran.written.map(({ message }) => message)).toEqual([undefined]);
    expect(await run(texts(ran.files()), 'lint')).toMatchObject({ code: 0 });
  });

  test('says what comes and what goes', async () => {
    const files = repository([redis], { [baseline]: await known(release) });
    const ran = await run(files, 'lint', '--update-baseline', '--commit');
    expect(ran.stderr()).toBe(
      [
        'note: 1 finding added, 1 dropped, 0 stay',
        `  + ${redis}: ConfigMap redis-helm-chart-value-overrides has no key value.yaml [${key}]`,
        `  - ${release}: ConfigMap podinfo-helm-chart-value-overrides has no key value.yaml [${key}]`,
        'next: gitops-kit lint',
        '',
      ].join('\n'),
    );
    expect(ran.written.map(({ message }) => message)).toEqual(['update the baseline of known findings']);
    expect(ran.files().text(baseline)).toBe(await known(redis));
  });

  test('with --rule changes only the entries of these rules', async () => {
    const one = await known(redis);
    const [line = ''] = /^ {4}\{ .*$/m.exec(one) ?? [];
    const others = [line.replace(key, 'helmrelease/chart-name'), line.replace(key, 'layout/file-name')];
    const files = repository([release, redis], { [baseline]: one.replace(line, others.join(',\n')) });
    const named = await run(files, 'lint', '--update-baseline', '--rule', key, '--rule', 'layout/file-name');
    expect(named.stderr()).toMatch(/^note: 2 findings added, 1 dropped, 1 stays\n/);
    const allBut = await run(files, 'lint', '--update-baseline', '--rule', 'layout/file-name=off');
    expect(allBut.stderr()).toMatch(/^note: 2 findings added, 1 dropped, 1 stays\n/);
    expect(allBut.files().text(baseline)).toContain('layout/file-name');
    expect(allBut.files().text(baseline)).not.toContain('helmrelease/chart-name');
  });

  test('deletes the file that nothing is left of, and empties one that the command line names', async () => {
    const own = await run(repository([], { [baseline]: await known(release) }), 'lint', '--update-baseline');
    expect([own.code, own.stdout()]).toEqual([0, `deleted ${baseline}\n`]);
    expect(own.stderr()).toContain(`note: no finding is left: ${baseline} is needed no more\n`);
    const files = repository([], { 'ci/known.json': await known(release) });
    const named = await run(files, 'lint', '--update-baseline', '--baseline', 'ci/known.json');
    expect(named.stdout()).toBe('changed ci/known.json\n');
    expect(JSON.parse(named.files().text('ci/known.json') ?? '').findings).toEqual([]);
  });

  test('writes nothing where there is nothing to say', async () => {
    const clean = await run(repository([]), 'lint', '--update-baseline');
    expect([clean.code, clean.written]).toEqual([0, []]);
    expect(clean.stderr()).toContain('note: there are no findings: no baseline is needed\n');
    const same = await run(await adopted(release), 'lint', '--update-baseline');
    expect(same.written).toEqual([]);
    expect(same.stderr()).toContain('note: 0 findings added, 0 dropped, 1 stays\n');
  });

  test('--dry-run lists and --diff shows, and neither writes', async () => {
    const dry = await run(repository([release]), 'lint', '--update-baseline', '--dry-run');
    expect([dry.code, dry.stdout()]).toEqual([0, `would be created ${baseline}\n`]);
    const diff = await run(repository([release]), 'lint', '--update-baseline', '--diff');
    expect(diff.code).toBe(1);
    expect(diff.stdout()).toContain(`+++ b/${baseline}\n`);
    expect([...dry.written, ...diff.written]).toEqual([]);
  });

  test('takes the message of its commit from the configuration', async () => {
    const config = { '.gitops-kit.jsonc': '{ "commit": { "lint": "chore: what is known" } }' };
    const ran = await run(repository([release], config), 'lint', '--update-baseline', '--commit');
    expect(ran.written.map(({ message }) => message)).toEqual(['chore: what is known']);
  });

  test('is refused for a file that git ignores, which the next run would not see', async () => {
    const files = repository([release], { '.gitignore': '*.json\n' });
    for (const argv of [
      ['lint', '--update-baseline'],
      ['init', '--baseline'],
    ]) {
      const ran = await run(files, ...argv);
      expect([ran.code, ran.written]).toEqual([2, []]);
      expect(ran.stderr()).toContain(`error: git ignores ${baseline}, so that lint would not see it\n`);
    }
    const tracked = await run({ ...files, [baseline]: await known(redis) }, 'lint', '--update-baseline');
    expect(tracked.code).toBe(0);
  });

  test('of a rule that failed: nothing is written, and it is our fault', async () => {
    const host = fakeHost({ files: repository([release]) });
    const report = reportOf({}, [], [{ rule: key, message: 'too deep' }]);
    const args = await readArguments(lintCommand, ['lint', '--update-baseline']);
    const judged = { judge: () => report, asked: () => true };
    await expect(updateBaseline(judged, args, host, await openRepository(host))).rejects.toThrow(
      `rule ${key} failed: too deep; its findings are missing, so no baseline was written`,
    );
    expect(host.written).toEqual([]);
  });

  test.each([
    [['podinfo'], '--update-baseline takes no paths, got podinfo: a baseline is of the whole repository'],
    [['--staged'], '--staged and --update-baseline do not go together'],
    [['--since', 'main'], '--since and --update-baseline do not go together'],
    [['--output', 'a.txt'], '--output and --update-baseline do not go together'],
    [['--format', 'json'], '--format and --update-baseline do not go together'],
    [['--fail-on', 'info'], '--fail-on and --update-baseline do not go together'],
    [['--exit-zero'], '--exit-zero and --update-baseline do not go together'],
    [['--no-baseline'], '--no-baseline and --update-baseline do not go together'],
    [['--baseline', '../known.json'], '../known.json lies outside the repository'],
  ])('%s beside it is refused', async (more, message) => {
    const ran = await run(repository([release]), 'lint', '--update-baseline', ...more);
    expect([ran.code, ran.stdout(), ran.written]).toEqual([2, '', []]);
    expect(ran.stderr()).toMatch(`error: ${message}`);
  });
});

test.each([
  [['--diff'], '--diff goes with --fix or --update-baseline: lint writes nothing else'],
  [['--commit'], '--commit goes with --fix or --update-baseline: lint writes nothing else'],
  [['--baseline', 'a.json', '--no-baseline'], '--baseline and --no-baseline do not go together'],
  [['--baseline', 'a.json'], 'a.json cannot be read'],
])('lint %s is refused', async (flags, message) => {
  const ran = await run(repository([release]), 'lint', ...flags);
  expect([ran.code, ran.stdout()]).toEqual([2, '']);
  expect(ran.stderr()).toMatch(`error: ${message}`);
});

describe('init --baseline', () => {
  test('knows what is found once its own files are there', async () => {
    const ran = await run(repository([release]), 'init', '--baseline');
    expect(ran.code).toBe(0);
    expect(ran.stdout()).toContain(`created ${baseline}\ncreated .gitops-kit.jsonc\n`);
    expect(ran.stderr()).toContain(`note: ${baseline}: 1 finding added\n`);
    expect(await run(texts(ran.files()), 'lint', '--fail-on', 'info')).toMatchObject({ code: 0 });
    expect(await run(texts(ran.files()), 'lint', '--update-baseline')).toMatchObject({ written: [] });
  });

  test('needs none in a clean or an empty repository', async () => {
    for (const files of [repository([]), {}]) {
      const ran = await run(files, 'init', '--baseline');
      expect(ran.code).toBe(0);
      expect(ran.stderr()).toContain(`note: ${baseline}: there are no findings: no baseline is needed\n`);
      expect(ran.files().text(baseline)).toBeUndefined();
    }
  });

  test('leaves one alone that is there', async () => {
    const text = await known(redis);
    const ran = await run(repository([release], { [baseline]: text }), 'init', '--baseline');
    expect(ran.code).toBe(0);
    expect(ran.stderr()).toContain(`note: ${baseline} exists and stays as it is; gitops-kit lint --update`);
    expect(ran.files().text(baseline)).toBe(text);
  });
});
