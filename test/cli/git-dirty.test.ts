import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { openRepository } from '../../src/io/repository.ts';
import { type Folder, gitFolder, gitVariables, planOf } from '../support/git-folder.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(gitVariables)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What a user may have done to a file since the last commit. */
const deeds = [
  'staged',
  'unstaged',
  'both',
  'deleted',
  'deletion staged',
  'mode',
  'untracked',
  'added',
  'intended',
  'untouched',
] as const;
type Deed = (typeof deeds)[number];

const names = ['a.txt', 'b.txt', 'deep/c.txt', 'deep/d d.txt', 'é.txt'];

/** Random dirty repositories (200 with FAULTS=all): the commit holds the planned paths, and nothing else of the user's is another byte. */
test('a commit holds exactly the planned paths, whatever else is staged or dirty', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...deeds), { minLength: names.length, maxLength: names.length }),
      fc.subarray(['create', 'edit', 'move', 'delete'] as const, { minLength: 1 }),
      fc.boolean(),
      async (done, kinds, refused) => {
        const folder = gitFolder({
          ...tracked(done),
          'plan/edit.yaml': 'a: 1\n',
          'plan/move.yaml': 'b: 1\n',
          'plan/delete.yaml': 'c: 1\n',
        });
        try {
          for (const [at, deed] of done.entries()) perform(folder, deed, names[at] ?? '');
          if (refused) folder.hook('pre-commit', 'exit 1');
          const before = othersOf(folder);
          const [index, tree] = [folder.git('ls-files', '-s', '-z'), folder.tree()];
          const plan = planOf(...kinds.map((kind) => changes[kind]));
          const writing = openRepository(folder.path, '.').write(plan, { commit: { message: 'plan' } });
          if (refused) {
            await expect(writing).rejects.toMatchObject({ code: 'commit-refused' });
            expect(folder.git('ls-files', '-s', '-z')).toBe(index);
            expect(folder.tree()).toBe(tree);
          } else {
            await writing;
            expect(
              folder
                .git('show', '--name-only', '--no-renames', '--format=', '-z')
                .split('\0')
                .filter(Boolean)
                .sort(),
            ).toEqual(
              kinds
                .flatMap((kind) =>
                  kind === 'move' ? ['plan/move.yaml', 'plan/moved.yaml'] : `plan/${kind}.yaml`,
                )
                .sort(),
            );
          }
          expect(othersOf(folder)).toEqual(before);
        } finally {
          rmSync(folder.path, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: process.env['FAULTS'] === 'all' ? 200 : 25 },
  );
}, 300_000);

const changes: Readonly<Record<'create' | 'edit' | 'move' | 'delete', Change>> = {
  create: { kind: 'create', path: 'plan/create.yaml', text: 'd: 1\n' },
  edit: { kind: 'edit', path: 'plan/edit.yaml', edits: [{ range: { start: 3, end: 4 }, text: '2' }] },
  move: { kind: 'move', path: 'plan/move.yaml', to: 'plan/moved.yaml' },
  delete: { kind: 'delete', path: 'plan/delete.yaml' },
};

function tracked(done: readonly Deed[]): Record<string, string> {
  const isNew = (deed: Deed | undefined): boolean =>
    deed === 'untracked' || deed === 'added' || deed === 'intended';
  return Object.fromEntries(names.filter((_, at) => !isNew(done[at])).map((name) => [name, 'committed\n']));
}

function perform(folder: Folder, deed: Deed, name: string): void {
  const stage = (): string => folder.git('add', '--', name);
  switch (deed) {
    case 'staged':
    case 'added':
      folder.write(name, 'staged\n');
      stage();
      break;
    case 'both':
      folder.write(name, 'staged\n');
      stage();
      folder.write(name, 'unstaged\n');
      break;
    case 'unstaged':
    case 'untracked':
      folder.write(name, 'unstaged\n');
      break;
    case 'intended':
      folder.write(name, 'intended\n');
      folder.git('add', '--intent-to-add', '--', name);
      break;
    case 'deleted':
      rmSync(join(folder.path, name));
      break;
    case 'deletion staged':
      folder.git('rm', '--quiet', '--cached', '--', name);
      break;
    case 'mode':
      chmodSync(join(folder.path, name), 0o755);
      break;
    case 'untouched':
      break;
  }
}

/** All that is not the plan's: index entries, git's view, bytes and modes. */
function othersOf(folder: Folder) {
  const others = (text: string, separator: string): string[] =>
    text.split(separator).filter((line) => !line.includes('plan/'));
  return {
    index: others(folder.git('ls-files', '-s', '-z'), '\0'),
    status: others(folder.git('status', '--porcelain', '-z', '--untracked-files=all'), '\0'),
    tree: others(folder.tree(), '\n'),
  };
}
