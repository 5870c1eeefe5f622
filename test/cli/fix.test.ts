import { expect, test } from 'vitest';
import { goldenRepository, type Scratch } from '../support/cli.ts';

const namespace = 'flux-system/namespaces/namespace-podinfo.yaml';
const misnamed = 'flux-system/namespaces/redis.yaml';
const renamed = 'flux-system/namespaces/namespace-redis.yaml';
const unread = 'podinfo/service-podinfo.YAML';
const heldBack = 'held back as unsafe: 1: layout/extension; --unsafe-fixes applies them\n';
const told = 'note: left alone, though they name paths that are no more: README.md:3\n';

/** The golden repository with two flaws that are fixed safely, one that is not, and a README that names a path. */
function flawed(): Scratch {
  const repository = goldenRepository();
  repository.git('mv', renamed, misnamed);
  repository.write(
    namespace,
    `${repository.read(namespace).replaceAll('\n', '\r\n')}  labels:\r\n    monitored: yes # by\tus`,
  );
  repository.write(
    unread,
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
  );
  repository.write('README.md', `# Home\n\nThe cache lives in ${misnamed}.\n`);
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Flaws');
  return repository;
}

test('lint --fix shows what it would do, does it, says what it left, and has nothing left to do', async () => {
  const repository = flawed();
  const before = repository.state();
  const text = repository.read(namespace);

  const diff = await repository.kit('lint', '--fix', '--diff');
  expect(diff).toMatchObject({
    code: 1,
    err: `${heldBack}would fix 2 findings in 3 files: layout/file-name, yaml/ambiguous-scalar\n${told}`,
  });
  expect(diff.out).toContain('-    monitored: yes # by\tus\n');
  expect(diff.out).toContain('+    monitored: "yes" # by\tus\n');
  expect(await repository.kit('lint', '--fix', '--dry-run')).toMatchObject({
    code: 0,
    out: `would be changed ${namespace}\nwould be moved ${misnamed} to ${renamed}\n`,
  });
  expect(repository.state(), 'nothing was written').toBe(before);

  const fixed = await repository.kit('lint', '--fix');
  expect(fixed).toMatchObject({
    code: 0,
    err: `${heldBack}changed ${namespace}\nmoved ${misnamed} to ${renamed}\nfixed 2 findings in 3 files: layout/file-name, yaml/ambiguous-scalar\n${told}10 files, 2 apps: 1 warning (1 with --fix --unsafe-fixes, charts: 2 not in the cache)\n`,
  });
  expect(fixed.out).toContain('fix: rename to service-podinfo.yaml (unsafe)');
  expect(repository.read(namespace)).toBe(text.replace('yes', '"yes"'));
  expect(repository.read('README.md')).toContain(misnamed);

  const after = repository.state();
  expect((await repository.kit('lint', '--fix')).err).toBe(
    `${heldBack}10 files, 2 apps: 1 warning (1 with --fix --unsafe-fixes, charts: 2 not in the cache)\n`,
  );
  expect(await repository.kit('lint', '--fix', '--diff')).toMatchObject({ code: 0, out: '' });
  expect(repository.state()).toBe(after);
});

test('lint --fix --unsafe-fixes --commit commits exactly what it fixed', async () => {
  const repository = flawed();
  repository.write('mine.txt', 'staged\n');
  repository.git('add', 'mine.txt');
  const ran = await repository.kit('lint', '--fix', '--unsafe-fixes', '--commit');
  expect(ran).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('fixed 3 findings in 5 files'),
  });
  expect(ran.err).not.toContain('held back');
  expect(repository.git('log', '-1', '--format=%s')).toBe('fix 3 findings of gitops-kit lint\n');
  expect(repository.git('log', '-1', '--format=%b')).toMatch(/^(?:[a-z]+\/[a-z-]+(?: \(\d+\))?\n)+\n$/);
  const committed = repository.git('show', '--format=', '--name-only', '--no-renames', 'HEAD');
  expect(committed.trim().split('\n').sort()).toEqual(
    [namespace, misnamed, renamed, unread, unread.replace('YAML', 'yaml')].sort(),
  );
  expect(repository.git('status', '--porcelain')).toBe('A  mine.txt\n');
});

test('lint --fix fixes what is asked for: rules, paths, and nothing that the baseline knows or a comment ignores', async () => {
  const repository = flawed();
  const planned = async (...args: string[]): Promise<string[]> => {
    const { code, out } = await repository.kit('lint', '--fix', '--dry-run', ...args);
    expect(code).toBe(0);
    return out.match(/\S+$/gm) ?? [];
  };
  expect(await planned('--rule', 'yaml/ambiguous-scalar')).toEqual([namespace]);
  expect(await planned(misnamed)).toEqual([renamed]);
  expect(await planned('podinfo')).toEqual([]);
  expect(await planned('podinfo', '--unsafe-fixes')).toEqual([unread.replace('YAML', 'yaml')]);
  const ignore = '  # gitops-kit: ignore[layout/file-name] called so by its cluster\n';
  repository.write(misnamed, repository.read(misnamed).replace('  name:', `${ignore}  name:`));
  expect(await planned()).not.toContain(renamed);
  expect(await repository.kit('lint', '--update-baseline')).toMatchObject({ code: 0 });
  expect(await planned()).toEqual([]);
});

test('lint --fix refuses what it cannot do, and writes nothing', async () => {
  const repository = flawed();
  repository.write(namespace, `${repository.read(namespace)}\r\n# mine`);
  const before = repository.state();
  const refusals: readonly (readonly [args: readonly string[], says: string])[] = [
    [['--fix', '--staged'], '--fix and --staged do not go together'],
    [['--fix', '--since', 'HEAD'], '--fix and --since do not go together'],
    [['--fix', '--update-baseline'], '--fix and --update-baseline do not go together'],
    [['--unsafe-fixes'], '--unsafe-fixes goes with --fix'],
    [['--fix', '--commit'], `${namespace} has changes that are not committed`],
  ];
  for (const [args, says] of refusals)
    expect(await repository.kit('lint', ...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`error: ${says}\n`),
    });
  expect(repository.state()).toBe(before);
  // Without a commit it writes on top of them.
  expect(await repository.kit('lint', '--fix')).toMatchObject({ code: 0 });
  expect(repository.read(namespace)).toMatch(/monitored: "yes" # by\tus\r\n# mine$/);
});

test('lint --fix writes no object where git overlooks it', async () => {
  const repository = goldenRepository();
  const release = 'podinfo/helmrelease-podinfo.yaml';
  const secret =
    '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: token\n  namespace: podinfo\ntype: Opaque\n';
  repository.write(release, repository.read(release) + secret);
  repository.write('.gitignore', 'secret-*.yaml\n');
  const before = repository.state();
  expect(await repository.kit('lint', '--fix')).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      'error: podinfo/secret-token.yaml is ignored by git, so it cannot be committed\n',
    ),
  });
  expect(repository.state()).toBe(before);
});

test('lint --fix --dry-run says so where there is nothing to write', async () => {
  expect(await goldenRepository().kit('lint', '--fix', '--dry-run')).toEqual({
    code: 0,
    out: '',
    err: 'nothing to write\n',
  });
});
