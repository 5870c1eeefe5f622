import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository } from '../../src/io/repository.ts';
import { type Folder, gitFolder, temporaryFolder } from '../support/git-folder.ts';

const filesOf = (folder: Folder) => openRepository(folder.path, '.').readFiles();
const pathsOf = (folder: Folder) => [...filesOf(folder).paths()];

/** A git directory, as far as finding one goes: no git is started here. */
function asGit(folder: Folder): Folder {
  folder.write('.git/HEAD', 'ref: refs/heads/main\n');
  mkdirSync(join(folder.path, '.git/objects'));
  mkdirSync(join(folder.path, '.git/refs'));
  return folder;
}

describe('the walk', () => {
  test('and of a folder that is not there yet it is known whether it would be left out', () => {
    const folder = asGit(temporaryFolder());
    folder.write('.gitignore', '/rendered/\n*.tmp\n!kept.tmp\n');
    folder.write('.git/info/exclude', 'mine/\n');
    folder.write('apps/.gitignore', 'out\n');
    const { ignores } = openRepository(folder.path, '.');
    const asked = ['rendered', 'rendered/a/b', 'a.tmp/b', 'mine', 'x/mine/y', 'apps/out', 'apps/x/out'];
    expect(asked.filter((path) => !ignores(path))).toEqual([]);
    expect(['render', 'x/rendered', 'kept.tmp', 'out', 'apps'].filter(ignores)).toEqual([]);
    for (const path of [...asked, 'render', 'x/rendered', 'kept.tmp', 'out'])
      folder.write(`${path}/a.yaml`, '');
    expect(pathsOf(folder).filter((path) => path.endsWith('.yaml'))).toEqual(
      ['kept.tmp', 'out', 'render', 'x/rendered'].map((path) => `${path}/a.yaml`),
    );
  });

  test('lists every file, sorted by code unit over the whole path', () => {
    const folder = temporaryFolder();
    for (const path of ['b.yaml', 'a/b.yaml', 'a.yaml', 'a-b/c.yaml', 'B.yaml', 'é.yaml', '.hidden/x'])
      folder.write(path, '');
    expect(pathsOf(folder)).toEqual([
      '.hidden/x',
      'B.yaml',
      'a-b/c.yaml',
      'a.yaml',
      'a/b.yaml',
      'b.yaml',
      'é.yaml',
    ]);
  });

  test('leaves out git directories, other repositories, node_modules and journals', () => {
    const folder = asGit(temporaryFolder());
    folder.write('a.yaml', '');
    folder.write('deep/.git/config', '');
    folder.write('deep/b.yaml', '');
    folder.write('submodule/.git', 'gitdir: ../.git/modules/x\n');
    folder.write('submodule/c.yaml', '');
    folder.write('node_modules/x/d.yaml', '');
    folder.write('.gitops-kit/new-0', '');
    expect(pathsOf(folder)).toEqual(['a.yaml']);
  });

  test('leaves out what git ignores, sub-folders and info/exclude included', () => {
    const folder = asGit(temporaryFolder());
    folder.write('.gitignore', '*.log\n/build\n!keep.log\nsecret/\n');
    folder.write('.git/info/exclude', 'mine.yaml\n');
    folder.write('apps/.gitignore', '!again.log\n/local.yaml\n');
    for (const path of [
      'a.log',
      'keep.log',
      'build/x.yaml',
      'apps/build/x.yaml',
      'apps/again.log',
      'apps/local.yaml',
      'apps/deep/local.yaml',
      'secret/keep.log',
      'mine.yaml',
    ]) {
      folder.write(path, '');
    }
    expect(pathsOf(folder)).toEqual([
      '.gitignore',
      'apps/.gitignore',
      'apps/again.log',
      'apps/build/x.yaml',
      'apps/deep/local.yaml',
      'keep.log',
    ]);
  });

  test('lists symbolic links with their fault and follows none', () => {
    const folder = temporaryFolder();
    folder.write('real/a.yaml', 'a: 1\n');
    symlinkSync('real', join(folder.path, 'linked'));
    symlinkSync('..', join(folder.path, 'real/loop'));
    symlinkSync('/etc/passwd', join(folder.path, 'passwd.yaml'));
    const files = filesOf(folder);
    expect([...files.paths()]).toEqual(['linked', 'passwd.yaml', 'real/a.yaml', 'real/loop']);
    expect(files.text('passwd.yaml')).toBeUndefined();
    expect(files.fault('passwd.yaml')).toEqual({ kind: 'symlink' });
    expect(files.fault('real/a.yaml')).toBeUndefined();
  });
});

describe('a file', () => {
  test.each([
    ['latin1.yaml', new Uint8Array([0x61, 0xe9, 0x0a]), { kind: 'not-utf8' }],
    ['utf16le.yaml', new Uint8Array([0xff, 0xfe, 0x61, 0]), { kind: 'utf-16' }],
    ['utf16be.yaml', new Uint8Array([0xfe, 0xff, 0, 0x61]), { kind: 'utf-16' }],
    ['surrogate.yaml', new Uint8Array([0xed, 0xa0, 0x80]), { kind: 'not-utf8' }],
  ])('%s is a fault, also when it is asked for first', (path, bytes, fault) => {
    const folder = temporaryFolder();
    folder.write(path, bytes);
    expect(filesOf(folder).fault(path)).toEqual(fault);
    const files = filesOf(folder);
    expect(files.text(path)).toBeUndefined();
    expect(files.fault(path)).toEqual(fault);
  });

  test('keeps its byte order mark, NUL and CRLF', () => {
    const folder = temporaryFolder();
    folder.write('a.yaml', '\ufeffa: \0\r\n');
    expect(filesOf(folder).text('a.yaml')).toBe('\ufeffa: \0\r\n');
  });

  test('of more than 4 MiB is too large', () => {
    const folder = temporaryFolder();
    folder.write('big.yaml', '');
    const limit = 4 * 1024 * 1024;
    truncateSync(join(folder.path, 'big.yaml'), limit + 1);
    expect(filesOf(folder).fault('big.yaml')).toEqual({ kind: 'too-large', bytes: limit + 1, limit });
    truncateSync(join(folder.path, 'big.yaml'), limit);
    expect(filesOf(folder).text('big.yaml')).toHaveLength(limit);
  });

  test('that vanishes, or becomes a link or a pipe after the walk, is a fault', () => {
    const folder = temporaryFolder();
    for (const path of ['gone.yaml', 'link.yaml', 'pipe.yaml', 'folder.yaml']) folder.write(path, 'a: 1\n');
    const files = filesOf(folder);
    for (const path of files.paths()) rmSync(join(folder.path, path));
    symlinkSync('/etc/passwd', join(folder.path, 'link.yaml'));
    execFileSync('mkfifo', [join(folder.path, 'pipe.yaml')]);
    mkdirSync(join(folder.path, 'folder.yaml'));
    expect([...files.paths()].map((path) => [path, files.text(path), files.fault(path)?.kind])).toEqual([
      ['folder.yaml', undefined, 'not-a-file'],
      ['gone.yaml', undefined, 'vanished'],
      ['link.yaml', undefined, 'symlink'],
      ['pipe.yaml', undefined, 'not-a-file'],
    ]);
  });

  test('that is a pipe is not waited for', () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [join(folder.path, 'pipe.yaml')]);
    expect(filesOf(folder).fault('pipe.yaml')).toEqual({ kind: 'not-a-file' });
  });

  test('with several names is read like any other', () => {
    const folder = temporaryFolder();
    folder.write('a.yaml', 'a: 1\n');
    linkSync(join(folder.path, 'a.yaml'), join(folder.path, 'b.yaml'));
    expect(filesOf(folder).text('b.yaml')).toBe('a: 1\n');
  });

  test('that was never listed has neither text nor fault', () => {
    const folder = asGit(temporaryFolder());
    const files = filesOf(folder);
    expect([files.text('.git/HEAD'), files.fault('.git/HEAD'), files.text('../x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('what is tracked although an ignore file names it is there, as for Flux', () => {
  const folder = gitFolder({ 'a.yaml': 'a: 1\n', 'redis/b.yaml': 'b: 1\n', 'gone.yaml': '' });
  folder.write('.gitignore', 'redis/\ngone.yaml\nlocal.yaml\n');
  folder.write('redis/untracked.yaml', '');
  folder.write('local.yaml', '');
  rmSync(join(folder.path, 'gone.yaml'));
  expect(pathsOf(folder)).toEqual(['.gitignore', 'a.yaml', 'redis/b.yaml']);
  expect(filesOf(folder).text('redis/b.yaml')).toBe('b: 1\n');
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be opened is listed with its fault', () => {
  const folder = temporaryFolder();
  folder.write('closed/a.yaml', '');
  chmodSync(join(folder.path, 'closed'), 0);
  expect(filesOf(folder).fault('closed/')).toEqual({
    kind: 'unreadable',
    cause: 'permission denied (EACCES)',
  });
  chmodSync(join(folder.path, 'closed'), 0o700);
});
