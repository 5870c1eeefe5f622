import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPlace } from '../../src/io/place.ts';
import { openRepository } from '../../src/io/repository.ts';
import { type Folder, temporaryFolder } from '../support/git-folder.ts';

function gitDirectory(folder: Folder, at: string): void {
  folder.write(join(at, 'HEAD'), 'ref: refs/heads/main\n');
  mkdirSync(join(folder.path, at, 'objects'));
  mkdirSync(join(folder.path, at, 'refs'));
}

describe('the repository around a folder', () => {
  test('is the nearest folder upwards with .git', () => {
    const folder = temporaryFolder();
    gitDirectory(folder, '.git');
    mkdirSync(join(folder.path, 'apps/podinfo'), { recursive: true });
    const gitDir = join(folder.path, '.git');
    expect(findPlace(join(folder.path, 'apps/podinfo'))).toEqual({ top: folder.path, gitDir, bare: false });
    expect(findPlace(join(folder.path, 'not/there/yet'))).toEqual({ top: folder.path, gitDir, bare: false });
  });

  test('may be a worktree or a submodule, whose .git is a file', () => {
    const folder = temporaryFolder();
    folder.write('main/.git/worktrees/linked/HEAD', 'ref: refs/heads/x\n');
    folder.write('main/.git/worktrees/linked/commondir', '../..\n');
    folder.write('linked/.git', 'gitdir: ../main/.git/worktrees/linked\n');
    expect(findPlace(join(folder.path, 'linked'))).toEqual({
      top: join(folder.path, 'linked'),
      gitDir: join(folder.path, 'main/.git/worktrees/linked'),
      bare: false,
    });
  });

  test('is the folder itself where there is no git, also with a .git that is none', () => {
    const folder = temporaryFolder();
    folder.write('a/.git', 'gitdir: ../nowhere\n');
    folder.write('b/.git/config', '');
    for (const name of ['a', 'b']) {
      expect(findPlace(join(folder.path, name))).toMatchObject({
        top: join(folder.path, name),
        gitDir: undefined,
      });
    }
  });

  test('is bare inside a git directory', () => {
    const folder = temporaryFolder();
    gitDirectory(folder, '.git');
    expect(findPlace(join(folder.path, '.git/objects'))).toMatchObject({ gitDir: undefined, bare: true });
  });

  test('is found through a symbolic link', () => {
    const folder = temporaryFolder();
    gitDirectory(folder, 'fleet/.git');
    symlinkSync('fleet', join(folder.path, 'link'));
    const repository = openRepository(join(folder.path, 'link'), '.');
    expect(repository).toMatchObject({ git: true, name: 'fleet', prefix: '' });
    expect(repository.resolve(join(folder.path, 'link/apps/x'))).toBe('apps/x');
  });
});

describe('a path as the user typed it', () => {
  test('is relative to where the program was started', () => {
    const folder = temporaryFolder();
    gitDirectory(folder, '.git');
    mkdirSync(join(folder.path, 'apps'));
    const repository = openRepository(join(folder.path, 'apps'), '.');
    expect(repository.prefix).toBe('apps');
    expect(
      ['podinfo', './podinfo/', '../flux-system', '..', '.', '..a', join(folder.path, 'x')].map(
        repository.resolve,
      ),
    ).toEqual(['apps/podinfo', 'apps/podinfo', 'flux-system', '', 'apps', 'apps/..a', 'x']);
  });

  test('that leaves the repository is none', () => {
    const folder = temporaryFolder();
    gitDirectory(folder, '.git');
    const repository = openRepository(folder.path, '.');
    expect(['..', '../x', '/etc/passwd', 'a/../../x'].map(repository.resolve)).toEqual(
      Array(4).fill(undefined),
    );
  });
});
