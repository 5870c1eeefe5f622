import { expect, test } from 'vitest';
import { startRegistry } from '../../scripts/registry-server.mjs';
import { emptyRoot } from '../scaffold/examples.ts';
import { ownCharts, startChartServer } from '../support/chart-server.ts';
import { repositoryWith } from '../support/cli.ts';

test('an app from a registry and one from a repository, from new-app to a registry that is gone', async () => {
  const registry = await startRegistry(ownCharts());
  const server = await startChartServer(ownCharts());
  const repository = repositoryWith(emptyRoot);
  const oldest = ['--chart-version', '6.13.0', '--pin', 'major'];
  const made = await repository.kit(
    'new-app',
    'podinfo',
    '--repo-url',
    `${registry.charts}/podinfo`,
    ...oldest,
  );
  expect(made.code).toBe(0);
  expect(made.out).toContain('created flux-system/ocirepositories/ocirepository-podinfo.yaml\n');
  expect(made.err).toContain(
    `note: ${registry.charts}/podinfo is understood as the chart itself, in ${registry.charts}\n`,
  );
  expect(repository.read('flux-system/ocirepositories/ocirepository-podinfo.yaml')).toContain(
    `  url: ${registry.charts}/podinfo\n  ref:\n    semver: 6.x # pinned to the major version\n`,
  );
  expect((await repository.kit('new-app', 'redis', '--repo-url', server.url)).code).toBe(0);
  expect((await repository.kit('lint')).code).toBe(0);

  const asked = await repository.kit('outdated', '--fail-on', 'base');
  expect(asked).toEqual({
    code: 1,
    out: [
      'NAME     CHART    RANGE  WITHIN  BEYOND  BASE    STATE',
      'podinfo  podinfo  6.x    6.14.1  -       6.13.0  values 1 version behind',
      'redis    redis    1.x    1.2.0   -       1.2.0   current',
      '',
    ].join('\n'),
    err: `note: plain http: what ${server.url} sends can be read and changed on its way\n2 apps: 1 with values behind\n`,
  });

  await registry.close();
  await server.close();
  const offline = await repository.kit('outdated', '--offline');
  expect(offline).toMatchObject({ code: 0, out: asked.out });
  const list = await repository.kit('list');
  expect(list.out).toMatch(/^podinfo +podinfo +podinfo +6\.x +6\.13\.0 +1 +/m);
  const gone = await repository.kit('outdated');
  expect(gone.code).toBe(3);
  expect(gone.out).toMatch(/^podinfo .*not known: /m);
  expect(gone.err).toContain('2 apps: 2 not known\n');
});
