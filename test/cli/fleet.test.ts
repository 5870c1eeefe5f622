import { expect, test } from 'vitest';
import { fleetRepository } from '../support/cli.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';
const placement = 'podinfo/propagationpolicy-podinfo.yaml';

test('override commits the policy and who waits for it, and nothing else', async () => {
  const repository = fleetRepository();
  expect(
    await repository.kit('override', 'podinfo', '--cluster', 'member1', '--unset', 'replicaCount'),
  ).toEqual({
    code: 0,
    out: `deleted ${override}\nchanged ${placement}\n`,
    err: 'next: git push\n',
  });
  const plain = repository.git('rev-parse', 'HEAD^{tree}');
  const set = ['override', 'podinfo', '--cluster', 'member1', '--set', 'replicaCount=4,ui.color=red'];
  const before = repository.state();
  expect(await repository.kit(...set, '--diff')).toMatchObject({
    code: 1,
    out: expect.stringContaining('+              - subPath: /ui/color\n'),
  });
  expect(repository.state()).toBe(before);

  repository.write('mine.txt', 'staged\n');
  repository.git('add', 'mine.txt');
  expect(await repository.kit(...set)).toEqual({
    code: 0,
    out: `created ${override}\nchanged ${placement}\n`,
    err: 'note: chart podinfo is not in the cache: whether it takes these values, gitops-kit lint --online says\nnext: git push\n',
  });
  expect(repository.git('show', '--format=%s', '--name-only', 'HEAD')).toBe(
    `override podinfo on member1: replicaCount, ui.color\n\n${override}\n${placement}\n`,
  );
  expect(repository.git('status', '--porcelain')).toBe('A  mine.txt\n');
  expect(await repository.kit('lint', '--fail-on', 'info')).toMatchObject({ code: 0, out: '' });
  expect(await repository.kit(...set)).toEqual({
    code: 0,
    out: '',
    err: 'nothing to write: all of it is there\n',
  });

  repository.write('.gitops-kit.jsonc', '{ "commit": { "override": "{app} differs on {clusters}" } }');
  const unset = [
    'override',
    'podinfo',
    '--cluster',
    'member1',
    '--unset',
    'replicaCount',
    '--unset',
    'ui.color',
  ];
  expect(await repository.kit(...unset)).toMatchObject({ code: 0 });
  expect(repository.git('log', '-1', '--format=%s').trim()).toBe('podinfo differs on member1');
  expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(plain);
  expect(await repository.kit(...unset)).toEqual({
    code: 2,
    out: '',
    err: `error: nothing overrides replicaCount on member1
  = help: to let member1 have no such value at all, not even the chart's: --set replicaCount=null --via spec-values
  = help: nothing was written
`,
  });
  expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(plain);
});

test('override that would fail, or reach nobody, writes nothing', async () => {
  const repository = fleetRepository();
  const before = repository.state();
  expect(await repository.kit('override', 'podinfo', '--cluster', 'member3', '--set', 'a=1')).toEqual({
    code: 2,
    out: '',
    err: `error: app podinfo is not placed on member3: it is not among the cluster names
  = help: it is placed on member1, member2
  = help: member3 has the taint dedicated:NoSchedule: first let the policies tolerate it, under clusterTolerations
  = help: place it there, too: gitops-kit place podinfo --clusters member1,member2,member3
  = help: nothing was written
`,
  });
  expect(repository.state()).toBe(before);
});
