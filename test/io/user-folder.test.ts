import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeUserFolder } from '../../src/io/user-file.ts';

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gitops-kit-folder-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const files = [
  ['member1/podinfo/helmrelease-podinfo.yaml', 'a\n'],
  ['member1/namespace-podinfo.yaml', 'b\n'],
] as const;

test('a new folder gets the files, and the folders on their way', () => {
  writeUserFolder(join(top, 'out'), 'out', files);
  expect(readFileSync(join(top, 'out/member1/podinfo/helmrelease-podinfo.yaml'), 'utf8')).toBe('a\n');
  expect(readdirSync(join(top, 'out/member1')).sort()).toEqual(['namespace-podinfo.yaml', 'podinfo']);
});

test('an empty folder will do', () => {
  mkdirSync(join(top, 'out'));
  writeUserFolder(join(top, 'out'), 'out', files);
  expect(readdirSync(join(top, 'out'))).toEqual(['member1']);
});

test('a folder that holds something is refused before anything is written', () => {
  writeFileSync(join(top, 'kept'), '');
  expect(() => writeUserFolder(top, 'out', files)).toThrow(
    'out is not empty; expected a new or an empty folder',
  );
  expect(readdirSync(top)).toEqual(['kept']);
});

test('a file or a link in its place is refused', () => {
  writeFileSync(join(top, 'file'), '');
  mkdirSync(join(top, 'elsewhere'));
  symlinkSync(join(top, 'elsewhere'), join(top, 'link'));
  expect(() => writeUserFolder(join(top, 'file'), 'file', files)).toThrow('file is a file');
  expect(() => writeUserFolder(join(top, 'link'), 'link', files)).toThrow('link is a symbolic link');
  expect(readdirSync(join(top, 'elsewhere'))).toEqual([]);
});
