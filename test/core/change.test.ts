import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  type Change,
  diffPlan,
  type FileFault,
  type Files,
  fileChanges,
  filesOf,
} from '../../src/core/change.ts';

const files = filesOf({ 'a.yaml': 'a: 1\n', 'b/c.yaml': 'c: 1\n', 'd.yaml': 'd: 1\n' });
const changes: readonly Change[] = [
  { kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 3, end: 4 }, text: '2' }] },
  { kind: 'move', path: 'b/c.yaml', to: 'e/c.yaml' },
  { kind: 'delete', path: 'd.yaml' },
  { kind: 'create', path: 'new.yaml', text: 'n: 1\n' },
];

describe('changes', () => {
  test('are applied in order, and the files they began with stay as they were', () => {
    const after = applyChanges(files, changes);
    const texts = [...after.paths()].map((path) => [path, after.text(path)]);
    expect(texts).toEqual([
      ['a.yaml', 'a: 2\n'],
      ['e/c.yaml', 'c: 1\n'],
      ['new.yaml', 'n: 1\n'],
    ]);
    expect([...files.paths()]).toEqual(['a.yaml', 'b/c.yaml', 'd.yaml']);
  });

  test('are told path by path, and one that changes nothing is not told', () => {
    const same: Change = {
      kind: 'edit',
      path: 'a.yaml',
      edits: [{ range: { start: 0, end: 1 }, text: 'a' }],
    };
    expect(fileChanges(files, [same])).toEqual([]);
    expect(fileChanges(files, changes).map(({ path }) => path)).toEqual([
      'a.yaml',
      'b/c.yaml',
      'd.yaml',
      'e/c.yaml',
      'new.yaml',
    ]);
  });

  test('move and delete what is no text; nothing edits it', () => {
    const faults: Readonly<Record<string, FileFault>> = {
      'a.png': { kind: 'not-utf8' },
      'b.png': { kind: 'not-utf8' },
    };
    const withImages: Files = {
      paths: () => [...Object.keys(faults), ...files.paths()],
      text: (path) => files.text(path),
      fault: (path) => faults[path],
    };
    const plan: readonly Change[] = [
      { kind: 'move', path: 'a.png', to: 'c.png' },
      { kind: 'delete', path: 'b.png' },
    ];
    const after = applyChanges(withImages, plan);
    expect([...after.paths()].filter((path) => path.endsWith('.png'))).toEqual(['c.png']);
    expect([after.text('c.png'), after.fault('c.png'), after.fault('a.png')]).toEqual([
      undefined,
      { kind: 'not-utf8' },
      undefined,
    ]);
    expect(diffPlan(withImages, { title: '', changes: plan, notes: [] })).toBe(
      ['a', 'b']
        .map(
          (name) =>
            `diff --git a/${name}.png b/${name}.png\ndeleted file mode 100644\nBinary files a/${name}.png and /dev/null differ\n`,
        )
        .concat(
          'diff --git a/c.png b/c.png\nnew file mode 100644\nBinary files /dev/null and b/c.png differ\n',
        )
        .join(''),
    );
    expect(() => applyChanges(withImages, [{ kind: 'edit', path: 'a.png', edits: [] }])).toThrow(/no text/);
    expect(() => applyChanges(withImages, [{ kind: 'move', path: 'a.yaml', to: 'b.png' }])).toThrow(/exists/);
  });

  test.each<readonly [string, Change]>([
    ['creates what exists', { kind: 'create', path: 'a.yaml', text: '' }],
    ['edits what is not there', { kind: 'edit', path: 'x.yaml', edits: [] }],
    ['moves onto a file', { kind: 'move', path: 'a.yaml', to: 'd.yaml' }],
    ['deletes what is not there', { kind: 'delete', path: 'x.yaml' }],
  ])('a plan that %s is a bug', (_name, change) => {
    expect(() => applyChanges(files, [change])).toThrow(/the plan/);
  });
});

describe('a diff', () => {
  test('says nothing when nothing changes', () => {
    expect(diffPlan(files, { title: '', changes: [], notes: [] })).toBe('');
  });

  test('is what git apply makes the same files of, whatever texts and names', () => {
    const name = fc.constantFrom('a.yaml', 'b c.yaml', 'dir/ü.yaml', 'quote".yaml', 'tab\t.yaml');
    const line = fc.constantFrom('a: 1', '', '  b', '-- x', '++ y', 'ü\r', '\\ No newline');
    const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, ends]) => {
      return lines.join('\n') + (ends && lines.length > 0 ? '\n' : '');
    });
    const tree = fc.dictionary(name, text, { maxKeys: 5 });
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-diff-'));
        try {
          const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
          for (const [path, content] of Object.entries(before)) put(folder, path, content);
          const diff = diffPlan(filesOf(before), {
            title: '',
            changes: paths.flatMap((path) => changeOf(path, before[path], after[path])),
            notes: [],
          });
          if (diff !== '') execFileSync('git', ['apply', '-'], { cwd: folder, input: diff, stdio: 'pipe' });
          const found = paths.map((path) => [path, read(folder, path)]);
          expect(found).toEqual(paths.map((path) => [path, after[path]]));
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the diff of moves', () => {
  const before = { 'a.yaml': 'a: 1\nb: 2\n', 'old name.yaml': 'c: 3', 'x.yaml': 'x\n' };

  test('is what git calls a rename, with what changes in it', () => {
    const changes: readonly Change[] = [
      { kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 3, end: 4 }, text: '9' }] },
      { kind: 'move', path: 'a.yaml', to: 'web/a.yaml' },
    ];
    expect(
      diffPlan(filesOf(before), { title: '', changes, notes: [] }),
    ).toBe(`diff --git a/a.yaml b/web/a.yaml
rename from a.yaml
rename to web/a.yaml
--- a/a.yaml
+++ b/web/a.yaml
@@ -1,2 +1,2 @@
-a: 1
+a: 9
 b: 2
`);
  });

  test.each<readonly [string, readonly Change[]]>([
    ['a name with a space', [{ kind: 'move', path: 'old name.yaml', to: 'new name.yaml' }]],
    [
      'one after the other',
      [
        { kind: 'move', path: 'a.yaml', to: 'b.yaml' },
        { kind: 'move', path: 'x.yaml', to: 'a.yaml' },
      ],
    ],
    [
      'in two steps',
      [
        { kind: 'move', path: 'a.yaml', to: 'b.yaml' },
        { kind: 'move', path: 'b.yaml', to: 'c.yaml' },
      ],
    ],
    [
      'to the place of one that goes',
      [
        { kind: 'delete', path: 'x.yaml' },
        { kind: 'move', path: 'a.yaml', to: 'x.yaml' },
      ],
    ],
    [
      'and gone at the end',
      [
        { kind: 'move', path: 'a.yaml', to: 'b.yaml' },
        { kind: 'delete', path: 'b.yaml' },
      ],
    ],
  ])('is what git apply makes the same files of: %s', (_, changes) => {
    const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-diff-'));
    try {
      for (const [path, content] of Object.entries(before)) put(folder, path, content);
      const files = filesOf(before);
      const input = diffPlan(files, { title: '', changes, notes: [] });
      execFileSync('git', ['apply', '-'], { cwd: folder, input, stdio: 'pipe' });
      const after = applyChanges(files, changes);
      const paths = [...new Set([...files.paths(), ...after.paths()])];
      expect(paths.map((path) => [path, read(folder, path)])).toEqual(
        paths.map((path) => [path, after.text(path)]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function changeOf(path: string, before: string | undefined, after: string | undefined): Change[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'create', path, text: after }];
  if (after === undefined) return [{ kind: 'delete', path }];
  return [{ kind: 'edit', path, edits: [{ range: { start: 0, end: before.length }, text: after }] }];
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function read(folder: string, path: string): string | undefined {
  return existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;
}
