import { expect, test } from 'vitest';
import { packagedText, packageVersion } from '../../src/io/assets.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { planOf } from '../support/git-folder.ts';

test('a host in memory remembers what was said, asked and written', async () => {
  const host = fakeHost({
    files: { 'a.yaml': 'a: 1\n' },
    answers: ['yes'],
    variables: { CI: '1' },
    prefix: 'apps',
  });
  const repository = host.repository();
  host.out('result\n');
  host.err('hint\n');
  expect(await host.ask({ message: 'really?' })).toBe('yes');
  const plan = planOf({ kind: 'move', path: 'a.yaml', to: 'b.yaml' });
  expect(await repository.write(plan, { commit: { message: 'move' } })).toEqual({
    commit: 'abc1234',
    paths: ['a.yaml', 'b.yaml'],
    rewritten: [],
  });
  expect([host.stdout(), host.stderr(), host.questions, host.variable('CI')]).toEqual([
    'result\n',
    'hint\n',
    ['really?'],
    '1',
  ]);
  expect(host.written).toEqual([{ plan, message: 'move' }]);
  expect([...host.files().paths()]).toEqual(['b.yaml']);
  expect([repository.resolve('x'), repository.resolve('../../x')]).toEqual(['apps/x', undefined]);
});

test('a host without git refuses a commit', async () => {
  const repository = fakeHost({ git: false }).repository();
  await expect(repository.check(planOf(), { commit: true })).rejects.toMatchObject({
    code: 'not-a-git-repository',
  });
});

test('the program finds its own files', () => {
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
  expect(packagedText('package.json')).toContain('"name": "gitops-kit"');
});
