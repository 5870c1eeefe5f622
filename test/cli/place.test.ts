import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownCharts, startChartServer } from '../support/chart-server.ts';
import { environment, program, repositoryWith, type Scratch } from '../support/cli.ts';

let server: Awaited<ReturnType<typeof startChartServer>>;
beforeAll(async () => {
  server = await startChartServer(ownCharts());
});
afterAll(() => server.close());

const clusters = ['member1', 'member2'].map((name) => ({
  apiVersion: 'cluster.karmada.io/v1alpha1',
  kind: 'Cluster',
  metadata: { name, labels: { env: 'production' } },
  spec: { provider: 'aws', secretRef: { namespace: 'karmada-cluster', name } },
}));
const printed = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: clusters });

const committed = (repository: Scratch): string[] =>
  repository.git('show', '--format=', '--name-only', 'HEAD').trim().split('\n').sort();

describe('from the clusters that kubectl prints to an app on two of them', () => {
  test('each command commits exactly what it wrote, and lint is clean', async () => {
    const repository = repositoryWith({});
    await repository.kit('init');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'Prepare');
    repository.write('notes.txt', 'not ours\n');
    const imported = spawnSync(process.execPath, [program, 'import-clusters', '-', '--commit'], {
      cwd: repository.folder,
      env: environment({ HOME: repository.folder }),
      input: printed,
      encoding: 'utf8',
    });
    expect(imported).toMatchObject({ status: 0, stdout: 'created fleet/clusters.jsonc\n' });
    expect(committed(repository)).toEqual(['fleet/clusters.jsonc']);
    expect(repository.read('fleet/clusters.jsonc')).not.toContain('secretRef');

    const added = ['new-app', 'podinfo', '--repo-url', server.url, '--clusters', 'member1,member2'];
    expect(await repository.kit(...added)).toMatchObject({ code: 0 });
    expect(committed(repository)).toEqual([
      'flux-system/helmrepositories/helmrepository-podinfo.yaml',
      'flux-system/kustomizations/kustomization-podinfo.yaml',
      'flux-system/namespaces/namespace-podinfo.yaml',
      'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
      'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
      'podinfo/helmrelease-podinfo.yaml',
      'podinfo/propagationpolicy-podinfo.yaml',
    ]);
    expect(await repository.kit('lint', '--fail-on', 'info')).toMatchObject({ code: 0, out: '' });

    const moved = await repository.kit('place', 'podinfo', '--clusters', 'member2');
    expect(moved).toMatchObject({ code: 0 });
    expect(moved.err).toContain('note: Karmada removes from member1: HelmRelease podinfo');
    expect(committed(repository)).toEqual([
      'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
      'podinfo/propagationpolicy-podinfo.yaml',
    ]);
    const head = repository.git('rev-parse', 'HEAD');
    expect(await repository.kit('place', 'podinfo', '--clusters', 'member2')).toMatchObject({
      code: 0,
      out: '',
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt\n');

    const overridden = ['override', 'podinfo', '--cluster', 'member2', '--set', 'replicaCount=2'];
    expect(await repository.kit(...overridden, '--no-commit')).toMatchObject({ code: 0 });
    const files = 'podinfo/overridepolicy-podinfo.yaml podinfo/propagationpolicy-podinfo.yaml';
    expect(await repository.kit(...overridden)).toEqual({
      code: 0,
      out: '',
      err: `nothing to write: all of it is there\nnote: ${files.replace(' ', ', ')} are not committed\nnext: git add ${files} && git commit\n`,
    });
  });
});
