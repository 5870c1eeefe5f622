import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentInWorkTree } from '../../src/io/index-content.ts';

const limit = 1 << 20;

/** A repository with these files in its index, and what git says of them: path and id. */
function staged(
  files: Readonly<Record<string, string>>,
  format = 'sha1',
): { readonly top: string; readonly entries: [string, string][] } {
  const top = mkdtempSync(join(tmpdir(), 'gitops-kit-'));
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: top }).toString();
  git('init', '--quiet', `--object-format=${format}`);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(top, path), text);
  git('add', '--all');
  const lines = git('ls-files', '--stage', '-z').split('\0').slice(0, -1);
  const entries = lines.map((line): [string, string] => [
    line.slice(line.indexOf('\t') + 1),
    line.split(' ')[1] ?? '',
  ]);
  return { top, entries };
}

const texts = (found: ReadonlyMap<string, Uint8Array>): string[] =>
  [...found.values()].map((bytes) => Buffer.from(bytes).toString());

describe('what the index holds is read from the work tree', () => {
  test.each(['sha1', 'sha256'])('where it lies there as it is (%s)', (format) => {
    const { top, entries } = staged({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: ä\r\n' }, format);
    const found = contentInWorkTree(top, entries, limit);
    expect(texts(found)).toEqual(['a: 1\n', 'b: ä\r\n']);
    expect([...found.keys()]).toEqual(entries.map(([, id]) => id));
  });

  test('not where it was changed, removed, or became a link, whatever its date and size say', () => {
    const { top, entries } = staged({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'c.yaml': 'c: 1\n' });
    writeFileSync(join(top, 'a.yaml'), 'a: 2\n');
    execFileSync('rm', [join(top, 'b.yaml')]);
    execFileSync('mv', [join(top, 'c.yaml'), join(top, 'd.yaml')]);
    symlinkSync('d.yaml', join(top, 'c.yaml'));
    expect(contentInWorkTree(top, entries, limit).size).toBe(0);
  });

  test('up to a limit', () => {
    const { top, entries } = staged({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'c.yaml': 'c: 1\n' });
    expect(texts(contentInWorkTree(top, entries, 11))).toEqual(['a: 1\n', 'b: 1\n']);
  });
});
