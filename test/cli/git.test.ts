import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Plan } from '../../src/core/change.ts';
import { openRepository } from '../../src/io/repository.ts';
import {
  appPlan,
  type Folder,
  folderAt,
  gitFolder,
  gitVariables,
  planOf,
  temporaryFolder,
} from '../support/git-folder.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(gitVariables)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const commit = (folder: Folder, plan: Plan = appPlan('podinfo'), message = plan.title) =>
  openRepository(folder.path, '.').write(plan, { commit: { message } });
const check = (folder: Folder, plan: Plan = appPlan('podinfo')) =>
  openRepository(folder.path, '.').check(plan, { commit: true });
const committed = (folder: Folder) =>
  folder.git('show', '--name-only', '--format=', '-z').split('\0').filter(Boolean).sort();
const state = (folder: Folder) => ({
  tree: folder.tree(),
  index: folder.git('ls-files', '-s', '-z'),
  log: existsSync(join(folder.path, '.git/refs/heads/main')) ? folder.git('rev-parse', 'HEAD') : '',
});
const appPaths = [
  'podinfo/helmrelease-podinfo.yaml',
  'podinfo/helmrepository-podinfo.yaml',
  'podinfo/kustomization-podinfo.yaml',
  'podinfo/namespace-podinfo.yaml',
  'podinfo/values-podinfo.yaml',
];

describe('a commit', () => {
  test('holds the planned paths and leaves a clean tree', async () => {
    const folder = gitFolder();
    const written = await commit(folder);
    expect(committed(folder)).toEqual(appPaths);
    expect(written.commit).toBe(folder.git('rev-parse', '--short', 'HEAD').trim());
    expect(folder.git('log', '-1', '--format=%B').trim()).toBe('add podinfo');
    expect(folder.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  test('can be the first one, and what was staged stays staged', async () => {
    const folder = temporaryFolder();
    folder.git('init', '--quiet', '--initial-branch=main');
    folder.write('mine.txt', 'mine\n');
    folder.git('add', 'mine.txt');
    await commit(folder);
    expect(committed(folder)).toEqual(appPaths);
    expect(folder.git('status', '--porcelain')).toBe('A  mine.txt\n');
  });

  test('holds edits, moves and deletions', async () => {
    const folder = gitFolder({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'c/c.yaml': 'c: 1\n' });
    const plan = planOf(
      { kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 3, end: 4 }, text: '2' }] },
      { kind: 'move', path: 'b.yaml', to: 'd/b.yaml' },
      { kind: 'delete', path: 'c/c.yaml' },
    );
    await commit(folder, plan);
    expect(folder.git('show', '--name-status', '--no-renames', '--format=')).toBe(
      'M\ta.yaml\nD\tb.yaml\nD\tc/c.yaml\nA\td/b.yaml\n',
    );
    expect(folder.git('status', '--porcelain')).toBe('');
  });

  test('takes odd names literally', async () => {
    const names = [
      '--amend',
      ':(glob)*',
      '-A',
      '*.yaml',
      'zwei wörter "x".yaml',
      'new\nline.yaml',
      'a\\b.yaml',
      '#x',
    ];
    const folder = gitFolder();
    folder.write('other.yaml', 'other\n');
    await commit(folder, planOf(...names.map((path) => ({ kind: 'create' as const, path, text: path }))));
    expect(committed(folder)).toEqual([...names].sort());
    expect(folder.git('status', '--porcelain')).toBe('?? other.yaml\n');
  });

  test.each(['--amend', '-F/etc/passwd', '#5: add podinfo', 'fügt podinfo hinzu ✓\n\nbody'])(
    'takes the message %j literally',
    async (message) => {
      const folder = gitFolder();
      folder.git('config', 'commit.cleanup', 'strip');
      folder.git('config', 'i18n.commitEncoding', 'ISO-8859-1');
      folder.write('template', 'a template\n');
      folder.git('config', 'commit.template', 'template');
      await commit(folder, appPlan('podinfo'), message);
      expect(folder.git('log', '-1', '--format=%B', '--encoding=utf-8').trim()).toBe(message);
      expect(folder.git('rev-list', '--count', 'HEAD').trim()).toBe('2');
    },
  );

  test('is made from a sub-directory, in a worktree, and on a detached HEAD', async () => {
    const folder = gitFolder({ 'apps/README.md': 'apps\n' });
    const inside = openRepository(join(folder.path, 'apps'), '.');
    expect(inside.prefix).toBe('apps');
    await inside.write(appPlan('podinfo'), { commit: { message: 'one' } });
    folder.git('worktree', 'add', '--quiet', '--detach', 'linked');
    const linked = folderAt(join(folder.path, 'linked'));
    await commit(linked, appPlan('redis'));
    expect(linked.git('status', '--porcelain')).toBe('');
    expect(linked.git('log', '--format=%s')).toBe('add podinfo\none\nbegin\n');
    expect(existsSync(join(folder.path, '.git/worktrees/linked/gitops-kit'))).toBe(false);
  });

  test('does not follow the variables of a hook of another repository', async () => {
    const [other, folder] = [gitFolder(), gitFolder()];
    const before = state(other);
    vi.stubEnv('GIT_DIR', join(other.path, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', join(other.path, '.git/index'));
    vi.stubEnv('GIT_WORK_TREE', other.path);
    vi.stubEnv('EDITOR', 'false');
    vi.stubEnv('GIT_EDITOR', ':');
    vi.stubEnv('GIT_PAGER', 'false');
    await commit(folder);
    vi.unstubAllEnvs();
    expect(committed(folder)).toEqual(appPaths);
    expect(state(other)).toEqual(before);
  });

  test('is followed by one of another run at the same time', async () => {
    const folder = gitFolder();
    await Promise.all(['podinfo', 'redis', 'keycloak'].map((name) => commit(folder, appPlan(name))));
    expect(folder.git('rev-list', '--count', 'HEAD').trim()).toBe('4');
    expect(folder.git('status', '--porcelain')).toBe('');
  });
});

describe('refused before anything is written', () => {
  const begin = () => gitFolder({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' });
  const edit = planOf({ kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 0, end: 1 }, text: 'z' }] });
  const conflict = (folder: Folder) => {
    folder.git('checkout', '--quiet', '-b', 'other');
    folder.write('b.yaml', 'theirs\n');
    folder.git('commit', '--quiet', '-am', 'theirs');
    folder.git('checkout', '--quiet', 'main');
    folder.write('b.yaml', 'ours\n');
    folder.git('commit', '--quiet', '-am', 'ours');
  };
  const fails = (folder: Folder, ...args: string[]) => expect(() => folder.git(...args)).toThrow();

  const collides = (command: string) => (folder: Folder) => {
    conflict(folder);
    fails(folder, command, 'other');
  };

  const cases: readonly [string, string, (folder: Folder) => void][] = [
    ['in the middle of a merge', 'operation-in-progress', collides('merge')],
    ['in the middle of a rebase', 'operation-in-progress', collides('rebase')],
    ['in the middle of a cherry-pick', 'operation-in-progress', collides('cherry-pick')],
    [
      'in the middle of a revert',
      'operation-in-progress',
      (folder) => {
        conflict(folder);
        folder.write('b.yaml', 'again\n');
        folder.git('commit', '--quiet', '-am', 'again');
        fails(folder, 'revert', 'HEAD~1');
      },
    ],
    ['in the middle of a bisect', 'operation-in-progress', (folder) => folder.git('bisect', 'start')],
    [
      'with an unmerged index',
      'unmerged',
      (folder) => {
        conflict(folder);
        fails(folder, 'merge', 'other');
        folder.git('update-ref', '-d', 'MERGE_HEAD');
      },
    ],
    [
      'a planned path changed in the work tree',
      'uncommitted-changes',
      (folder) => folder.write('a.yaml', 'mine\n'),
    ],
    [
      'a planned path changed in the index',
      'uncommitted-changes',
      (folder) => {
        folder.write('a.yaml', 'mine\n');
        folder.git('add', 'a.yaml');
        folder.write('a.yaml', 'a: 1\n');
      },
    ],
    [
      'a planned path that git does not know',
      'uncommitted-changes',
      (folder) => {
        folder.git('rm', '--quiet', '--cached', 'a.yaml');
        folder.git('commit', '--quiet', '-m', 'forget');
      },
    ],
    [
      'a planned path that git is told to overlook',
      'hidden-from-git',
      (folder) => folder.git('update-index', '--skip-worktree', 'a.yaml'),
    ],
    [
      'no identity',
      'no-identity',
      (folder) => {
        for (const name of Object.keys(gitVariables))
          if (/NAME|EMAIL/.test(name)) vi.stubEnv(name, undefined);
        folder.git('config', 'user.useConfigOnly', 'true');
      },
    ],
    [
      'a work tree that is elsewhere',
      'unusual-work-tree',
      (folder) => folder.git('config', 'core.worktree', temporaryFolder().path),
    ],
    [
      'a repository that git does not open',
      'git-failed',
      (folder) => folder.git('config', 'core.bare', 'true'),
    ],
  ];
  test.each(cases)('%s', async (_name, code, prepare) => {
    const folder = begin();
    prepare(folder);
    const [tree, index] = [folder.tree(), bytesOf(folder)];
    await expect(check(folder, edit)).rejects.toMatchObject({ code });
    await expect(commit(folder, edit)).rejects.toMatchObject({ code });
    expect(folder.tree()).toBe(tree);
    expect(bytesOf(folder)).toBe(index);
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  test('a planned path that git ignores', async () => {
    const folder = gitFolder({ '.gitignore': 'podinfo/\n' });
    await expect(commit(folder)).rejects.toMatchObject({ code: 'ignored-by-git' });
    expect(existsSync(join(folder.path, 'podinfo'))).toBe(false);
  });

  test('a planned path inside a submodule, checked out or not', async () => {
    const folder = gitFolder();
    const library = gitFolder();
    folder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'podinfo');
    folder.git('commit', '--quiet', '-m', 'submodule');
    await expect(commit(folder)).rejects.toMatchObject({ code: 'inside-submodule' });
    folder.git('submodule', '--quiet', 'deinit', '--force', 'podinfo');
    await expect(commit(folder)).rejects.toMatchObject({ code: 'inside-submodule' });
  });

  test('outside git, and in a bare repository', async () => {
    const folder = temporaryFolder();
    await expect(commit(folder)).rejects.toMatchObject({ code: 'not-a-git-repository', side: 'caller' });
    folder.git('init', '--quiet', '--bare');
    await expect(commit(folder)).rejects.toMatchObject({ code: 'bare-repository' });
  });

  test('a lock of another git is waited for, and never removed', async () => {
    const folder = begin();
    folder.write('.git/index.lock', '');
    await expect(commit(folder, edit)).rejects.toMatchObject({ code: 'git-busy', side: 'outside' });
    expect(folder.read('a.yaml')).toBe('a: 1\n');
    expect(readdirSync(join(folder.path, '.git'))).toContain('index.lock');
  });
});

describe('a refused commit', () => {
  const begin = () => {
    const folder = gitFolder({ 'a.yaml': 'a: 1\n', 'gone/b.yaml': 'b: 1\n', 'mine.txt': 'mine\n' });
    folder.write('mine.txt', 'staged\n');
    folder.git('add', 'mine.txt');
    folder.write('mine.txt', 'unstaged\n');
    folder.write('untracked.txt', 'untracked\n');
    return folder;
  };
  const plan = planOf(
    ...appPlan('podinfo').changes,
    { kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 3, end: 4 }, text: '2' }] },
    { kind: 'move', path: 'gone/b.yaml', to: 'moved/b.yaml' },
  );

  test.each([
    ['pre-commit', 'echo no such luck >&2; exit 1'],
    [
      'pre-commit',
      'echo no such luck; echo changed > a.yaml; echo changed > podinfo/values-podinfo.yaml; exit 1',
    ],
    ['pre-commit', 'echo no such luck; rm -rf podinfo a.yaml; exit 1'],
    ['prepare-commit-msg', 'echo no such luck; exit 1'],
    ['commit-msg', 'echo no such luck; exit 1'],
  ])('by %s (%s) leads back to where it began', async (hook, script) => {
    const folder = begin();
    folder.hook(hook, script);
    const before = state(folder);
    await expect(commit(folder, plan)).rejects.toMatchObject({
      code: 'commit-refused',
      side: 'outside',
      help: ['no such luck'],
    });
    expect(state(folder)).toEqual(before);
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  test('by signing leads back to where it began', async () => {
    const folder = begin();
    folder.git('config', 'commit.gpgSign', 'true');
    folder.git('config', 'gpg.program', 'false');
    const before = state(folder);
    await expect(commit(folder, plan)).rejects.toMatchObject({ code: 'commit-refused' });
    expect(state(folder)).toEqual(before);
  });

  test('before the first commit leads back to where it began', async () => {
    const folder = temporaryFolder();
    folder.git('init', '--quiet', '--initial-branch=main');
    folder.hook('pre-commit', 'exit 1');
    const before = state(folder);
    await expect(commit(folder)).rejects.toMatchObject({ code: 'commit-refused' });
    expect(state(folder)).toEqual(before);
  });

  test('is not one when only the last hook complains', async () => {
    const folder = begin();
    folder.hook('post-commit', 'exit 1');
    await commit(folder, plan);
    expect(folder.git('status', '--porcelain')).toBe('MM mine.txt\n?? untracked.txt\n');
  });
});

describe('hooks', () => {
  const appends = 'for f in podinfo/*.yaml a.yaml; do echo "# formatted" >> "$f"; git add "$f"; done';

  test('that reformat and stage files leave a clean tree, and are named', async () => {
    const folder = gitFolder({ 'a.yaml': 'a: 1\n', 'mine.txt': 'mine\n' });
    folder.write('mine.txt', 'staged\n');
    folder.git('add', 'mine.txt');
    folder.hook('pre-commit', appends);
    const edit = {
      kind: 'edit',
      path: 'a.yaml',
      edits: [{ range: { start: 3, end: 4 }, text: '2' }],
    } as const;
    const written = await commit(folder, planOf(...appPlan('podinfo').changes, edit));
    expect(folder.git('show', 'HEAD:a.yaml')).toBe('a: 2\n# formatted\n');
    expect(folder.git('show', ':a.yaml')).toBe('a: 2\n# formatted\n');
    expect(folder.git('status', '--porcelain')).toBe('M  mine.txt\n');
    expect(written.rewritten).toEqual(['a.yaml', ...appPaths]);
  });

  test('that change a file and do not stage it leave that change in the work tree', async () => {
    const folder = gitFolder();
    folder.hook('pre-commit', 'echo "# late" >> podinfo/values-podinfo.yaml');
    const written = await commit(folder);
    expect(folder.git('status', '--porcelain')).toBe(' M podinfo/values-podinfo.yaml\n');
    expect(written.rewritten).toEqual([]);
  });

  test('that stage a removal leave the file out of index and commit', async () => {
    const folder = gitFolder();
    folder.hook('pre-commit', 'git rm --quiet -f podinfo/values-podinfo.yaml');
    const written = await commit(folder);
    expect(folder.git('status', '--porcelain')).toBe('');
    expect(written.rewritten).toEqual(['podinfo/values-podinfo.yaml']);
  });

  test('see the new files and abbreviations of git', async () => {
    const folder = gitFolder();
    folder.hook('pre-commit', 'git ls-files --cach > .git/seen; ls podinfo >> .git/seen');
    await commit(folder);
    expect(folder.read('.git/seen').split('\n')).toContain('podinfo/namespace-podinfo.yaml');
    expect(folder.read('.git/seen').split('\n')).toContain('namespace-podinfo.yaml');
  });

  test('that check the repository with gitops-kit do not wait for the run that started them', async () => {
    const folder = gitFolder();
    folder.hook('pre-commit', 'test -n "$GITOPS_KIT_RUN" && cp .git/gitops-kit/lock .git/seen');
    await commit(folder);
    expect(folder.read('.git/seen')).toContain('"run"');
  });
});

describe('an interrupted commit', () => {
  test('whose git is dead loses its locks; those of others stay', async () => {
    const folder = gitFolder();
    const old = join(folder.path, '.git/HEAD.lock');
    await interruptedCommit(folder);
    folder.write('.git/index.lock', '');
    folder.write('.git/next-index-4194305.lock', '');
    folder.write('.git/HEAD.lock', '');
    utimesSync(old, new Date(0), new Date(0));
    expect(openRepository(folder.path, '.').recover()).toBe('undid an interrupted run');
    expect(readdirSync(join(folder.path, '.git')).filter((name) => name.endsWith('.lock'))).toEqual([
      'HEAD.lock',
    ]);
    expect(existsSync(join(folder.path, 'podinfo'))).toBe(false);
    expect(folder.git('status', '--porcelain')).toBe('');
  });

  test.skipIf(process.platform !== 'linux').each([
    ['another process', 'echo $$; exec sleep 20'],
    [
      'a git that was killed and that nobody has noticed',
      'git cat-file --batch & kill -9 $!; echo $!; exec sleep 20',
    ],
  ])('loses the index that its git prepared, though its number belongs to %s', async (_name, script) => {
    const folder = gitFolder();
    await interruptedCommit(folder);
    const child = spawn('sh', ['-c', script], { cwd: folder.path, stdio: ['pipe', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const number = await new Promise<string>((resolve) =>
      child.stdout.once('data', (out) => resolve(String(out).trim())),
    );
    folder.write(`.git/next-index-${number}.lock`, '');
    expect(openRepository(folder.path, '.').recover()).toBe('undid an interrupted run');
    expect(existsSync(join(folder.path, `.git/next-index-${number}.lock`))).toBe(false);
  });

  test('is undone but for what the user wrote since', async () => {
    const folder = gitFolder();
    await interruptedCommit(folder);
    folder.write('podinfo/values-podinfo.yaml', 'mine\n');
    expect(openRepository(folder.path, '.').recover()).toBe(
      'undid an interrupted run, but for what was changed since: podinfo/values-podinfo.yaml',
    );
    expect(readdirSync(join(folder.path, 'podinfo'))).toEqual(['values-podinfo.yaml']);
  });

  test('that was made is finished, the index included', async () => {
    const folder = gitFolder();
    await interruptedCommit(folder);
    const index = folder.git('ls-files', '-s', '-z');
    folder.git('add', 'podinfo');
    folder.git('commit', '--quiet', '-m', 'add podinfo');
    folder.git('read-tree', 'HEAD~1');
    expect(folder.git('ls-files', '-s', '-z')).toBe(index);
    expect(openRepository(folder.path, '.').recover()).toBe(
      `finished an interrupted run: its commit is ${folder.git('rev-parse', '--short', 'HEAD').trim()}`,
    );
    expect(folder.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  /** A run that was killed when git was about to commit: the journal of a refused commit, put back. */
  async function interruptedCommit(folder: Folder): Promise<void> {
    folder.hook('pre-commit', 'cp -a .git/gitops-kit .git/kept; cp -a podinfo .git/podinfo; exit 1');
    await expect(commit(folder)).rejects.toMatchObject({ code: 'commit-refused' });
    const git = (...args: string[]) => folder.git('-c', `alias.run=!${args.join(' ')}`, 'run');
    git('rm .git/hooks/pre-commit .git/kept/lock; mv .git/kept .git/gitops-kit; mv .git/podinfo podinfo');
    mkdirSync(join(folder.path, '.git/gitops-kit'), { recursive: true });
    chmodSync(join(folder.path, 'podinfo'), 0o755);
  }
});

/** The index file itself: a look must not even refresh it. */
function bytesOf(folder: Folder): string {
  return folder.git('hash-object', '--no-filters', join(folder.path, '.git/index'));
}
