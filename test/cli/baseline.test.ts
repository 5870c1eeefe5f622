import { describe, expect, test } from 'vitest';
import { goldenRepository, type Scratch } from '../support/cli.ts';

const baseline = '.gitops-kit-baseline.json';
const podinfo = 'podinfo/helmrelease-podinfo.yaml';
const redis = 'redis/helmrelease-redis.yaml';

/** A repository with an old mistake in it. */
function old(): Scratch {
  const repository = goldenRepository();
  change(repository, podinfo, 'valuesKey: values.yaml', 'valuesKey: value.yaml');
  repository.git('commit', '--all', '--quiet', '--message', 'An old mistake');
  return repository;
}

function change(repository: Scratch, file: string, was: string, now: string): void {
  const text = repository.read(file);
  expect(text).toContain(was);
  repository.write(file, text.replace(was, now));
}

test('an old repository: adopted, one new mistake is red alone, what is mended is dropped', async () => {
  const repository = old();
  expect((await repository.kit('lint')).code).toBe(1);
  const adopted = await repository.kit('init', '--baseline', '--commit');
  expect(adopted).toMatchObject({ code: 0, out: expect.stringContaining(`created ${baseline}\n`) });
  expect(repository.git('show', '--stat', '--format=', 'HEAD')).toContain(baseline);
  expect(await repository.kit('lint', '--fail-on', 'info')).toEqual({
    code: 0,
    out: '',
    err: '2 apps in 11 files, no problems (1 in the baseline, charts: 2 not in the cache)\n',
  });

  // lines move, the file gets another name, and it is the same finding still
  repository.git('mv', podinfo, 'podinfo/release.yaml');
  change(repository, 'podinfo/release.yaml', 'spec:', '# moved\nspec:');
  expect((await repository.kit('lint', '--rule', 'helmrelease/values-key')).code).toBe(0);
  repository.git('reset', '--quiet', '--hard');

  change(repository, redis, 'valuesKey: values.yaml', 'valuesKey: vaules.yaml');
  const red = await repository.kit('lint');
  expect(red.code).toBe(1);
  expect(red.out.match(/^\S+: error: .*/gm)).toEqual([
    expect.stringMatching(`^${redis}:.*no key vaules.yaml`),
  ]);
  repository.git('add', redis);
  expect((await repository.kit('lint', '--staged')).out).toContain('no key vaules.yaml');
  repository.git('reset', '--quiet', '--hard');

  change(repository, podinfo, 'valuesKey: value.yaml', 'valuesKey: values.yaml');
  const mended = await repository.kit('lint');
  expect(mended.code).toBe(0);
  expect(mended.err).toContain(
    `1 finding of ${baseline} is gone; gitops-kit lint --update-baseline drops it\n`,
  );
  repository.git('commit', '--all', '--quiet', '--message', 'Mend it');
  const dropped = await repository.kit('lint', '--update-baseline', '--commit');
  expect(dropped).toMatchObject({ code: 0, out: `deleted ${baseline}\n` });
  expect(repository.exists(baseline)).toBe(false);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.git('log', '-1', '--format=%s')).toBe('delete the empty baseline\n');
});

test('--staged knows what the baseline of the index knows', async () => {
  const repository = old();
  await repository.kit('lint', '--update-baseline');
  change(repository, podinfo, 'valuesKey: value.yaml', 'valuesKey: value.yaml # still');
  repository.git('add', podinfo);
  expect((await repository.kit('lint', '--staged')).code).toBe(1);
  repository.git('add', baseline);
  expect((await repository.kit('lint', '--staged')).code).toBe(0);
});

describe('a baseline that cannot be used: exit 2, where and why, and nothing is changed', () => {
  const entry = '{ "rule": "yaml/syntax", "file": "a.yaml", "message": "m" }';
  test.each<[string, string, string, string]>([
    ['no JSON', '{ "version": 1,\n  "findings": [}\n', ':2:16: value expected', 'mend it'],
    [
      'the marks of a merge',
      `{ "version": 1, "findings": [\n<<<<<<< HEAD\n${entry}\n=======\n${entry}\n>>>>>>> other\n] }\n`,
      ':2:1: an unfinished merge: git left its conflict marks here',
      'choose one side, or both',
    ],
  ])('%s', async (_name, text, message, help) => {
    const repository = old();
    repository.write(baseline, text);
    const before = repository.state();
    for (const flags of [[], ['--update-baseline']]) {
      const ran = await repository.kit('lint', ...flags);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain(`error: ${baseline}${message}`);
      expect(ran.err).toContain(help);
    }
    expect(repository.state()).toBe(before);
    expect((await repository.kit('lint', '--no-baseline')).code).toBe(1);
  });
});

test('a file that cannot be read is no old mistake: it is said, and not taken in', async () => {
  const repository = old();
  repository.write('podinfo/broken.yaml', 'a: [\n');
  const update = await repository.kit('lint', '--update-baseline');
  expect(update).toMatchObject({
    code: 0,
    err: expect.stringContaining('podinfo/broken.yaml is not taken in'),
  });
  expect(repository.read(baseline)).not.toContain('broken.yaml');
  const { code, out } = await repository.kit('lint');
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('podinfo/broken.yaml:2:1: error:') });
});

test('what a branch takes into the baseline is not reported, but said', async () => {
  const repository = old();
  await repository.kit('lint', '--update-baseline', '--commit');
  repository.git('switch', '--quiet', '--create', 'feature');
  change(repository, redis, 'valuesKey: values.yaml', 'valuesKey: vaules.yaml');
  await repository.kit('lint', '--update-baseline');
  repository.git('commit', '--all', '--quiet', '--message', 'A mistake, and its baseline');
  const { code, err } = await repository.kit('lint', '--since', 'main');
  expect(code).toBe(0);
  expect(err).toContain(`this change takes 1 finding into ${baseline}`);
  expect((await repository.kit('lint', '--since', 'main', '--no-baseline')).code).toBe(1);
  const named = await repository.kit('lint', '--since', 'main', '--baseline', baseline);
  expect(named.err).toContain('this change takes 1 finding');
  repository.write('../other.json', repository.git('show', `main:${baseline}`));
  const other = await repository.kit('lint', '--since', 'main', '--baseline', '../other.json');
  expect(other).toMatchObject({ code: 1, err: expect.not.stringContaining('this change takes') });
});
