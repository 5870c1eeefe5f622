import { describe, expect, test } from 'vitest';
import { goldenRepository, plainFolder, repositoryWith } from '../support/cli.ts';

describe('init DIR', () => {
  test('prepares the repository of that name, from wherever it is called', async () => {
    const home = plainFolder();
    home.git('init', '--quiet', 'fleet');
    expect(await home.kit('init', 'fleet')).toMatchObject({ code: 0 });
    expect(await home.kitWith({ cwd: `${home.folder}/fleet` }, 'init', '.')).toMatchObject({ code: 0 });
    expect(home.exists('fleet/.gitops-kit.jsonc')).toBe(true);
    expect(home.exists('.gitops-kit.jsonc')).toBe(false);
  });

  test('makes the folder where there is no git', async () => {
    const home = plainFolder();
    expect(await home.kit('init', 'new/fleet')).toMatchObject({ code: 0 });
    expect(home.read('new/fleet/README.md')).toMatch(/^# fleet\n/);
  });

  test.each(['apps', 'nonexist', 'apps/deeper'])('%s inside a git repository is refused', async (dir) => {
    const repository = repositoryWith({ 'apps/readme.txt': '' });
    const before = repository.state();
    expect(await repository.kit('init', dir)).toEqual({
      code: 2,
      out: '',
      err: [
        `error: ${dir} lies inside a git repository and is not its top`,
        '  = help: for that repository: gitops-kit init, without DIR',
        `  = help: for one of its own: git init ${dir}`,
        `  = help: for a folder that Flux applies: gitops-kit init --root ${dir}`,
        '',
      ].join('\n'),
    });
    expect(repository.state()).toBe(before);
  });

  test('that is a file is refused', async () => {
    const home = plainFolder();
    home.write('fleet', '');
    expect(await home.kit('init', 'fleet')).toMatchObject({ code: 2, err: 'error: fleet is no folder\n' });
  });
});

test.each([
  ['--root', '../x'],
  ['--root', '/abs/'],
  ['--apps-dir', '../x'],
])('%s %s is refused', async (option, value) => {
  const repository = repositoryWith({});
  const ran = await repository.kit('init', option, value);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(`error: ${option} ${value} lies outside the repository`);
});

describe('the branch', () => {
  test('of a fresh repository stands in README and workflow before its first commit', async () => {
    const home = plainFolder();
    home.git('init', '--quiet', '--initial-branch=trunk');
    await home.kit('init', '--forge', 'github');
    expect(home.read('README.md')).toContain(' --branch=trunk ');
    expect(home.read('.github/workflows/gitops-kit.yml')).toContain('branches: [trunk]');
  });

  test('is main where there is no git, and on a detached HEAD, which is said', async () => {
    const home = plainFolder();
    expect((await home.kit('init')).err).not.toContain('note:');
    expect(home.read('README.md')).toContain(' --branch=main ');
    const detached = repositoryWith({});
    detached.git('checkout', '--quiet', '--detach');
    expect((await detached.kit('init')).err).toContain(
      'note: HEAD is detached; README and workflows say main',
    );
  });
});

test('a Flux newer than all known ones is noted, and is no failure', async () => {
  const repository = goldenRepository();
  repository.write('.gitops-kit.jsonc', '{ "fluxVersion": "3.5" }\n');
  const note =
    'note: gitops-kit knows Flux up to 2.9; what Flux 3.5 (configured) changed since is not judged\n';
  for (const command of ['lint', 'list', 'init']) {
    const ran = await repository.kit(command);
    expect(ran.code).toBe(0);
    expect(ran.err).toContain(note);
  }
});
