import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { editedFiles, editOf } from '../../src/model/value-edits.ts';
import { golden } from '../support/golden.ts';

test('a text that YAML cannot hold is refused with the name of its file', () => {
  const { resources } = readRepo(golden.files, defaultSettings);
  const release = [...resources].find(({ kind, name }) => kind === 'HelmRelease' && name === 'podinfo');
  if (release === undefined) throw new Error('no release');
  const edit = { kind: 'set', path: ['spec', 'values', 'message'], value: 'a\0' } as const;
  expect(() => editedFiles(golden.files, [editOf(release, edit)])).toThrow(
    `${release.file}: character U+0000 at offset 1 cannot be written as YAML`,
  );
});
