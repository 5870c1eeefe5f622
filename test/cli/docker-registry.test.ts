import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pushChart } from '../../scripts/registry-server.mjs';
import { ownCharts } from '../support/chart-server.ts';
import { fetcherAt, homeWith, refusal } from '../support/charts-home.ts';
import { goldenRepository } from '../support/cli.ts';
import {
  type DockerRegistry,
  isDockerRegistryInstalled,
  startDockerRegistry,
  startTokenServer,
  type TokenServer,
} from '../support/docker-registry.ts';

beforeEach(({ skip }) =>
  skip(!isDockerRegistryInstalled, 'docker-registry is not installed: apt-get install docker-registry'),
);

const user = { username: 'ann', password: 'hunter2' };
const credentials = Buffer.from('ann:hunter2').toString('base64');
/** bcrypt, of the cost 4. */
const htpasswd = 'ann:$2b$04$TCbWo/LRv9hbxDl8GN/ALO9h2FHZIoUQvGg1rPEF8nBdVIDQ1EIdO\n';

describe("the CNCF's registry", () => {
  let folder: string;
  let tokens: TokenServer;
  let open: DockerRegistry;
  let closed: DockerRegistry;
  let tokened: DockerRegistry;
  beforeAll(async () => {
    if (!isDockerRegistryInstalled) return;
    folder = mkdtempSync(join(tmpdir(), 'gitops-kit-registry-'));
    const users = join(folder, 'htpasswd');
    writeFileSync(users, htpasswd);
    tokens = await startTokenServer(folder, `Basic ${credentials}`);
    const basic = { REGISTRY_AUTH: 'htpasswd', REGISTRY_AUTH_HTPASSWD_REALM: 'charts' };
    [open, closed, tokened] = await Promise.all([
      startDockerRegistry(folder),
      startDockerRegistry(folder, { ...basic, REGISTRY_AUTH_HTPASSWD_PATH: users }),
      startDockerRegistry(folder, tokens.settings),
    ]);
    const build = { name: 'redis', version: '2.0.0+build.5' };
    for (const chart of [...ownCharts(), build]) {
      await pushChart(`http://${closed.host}`, `charts/${chart.name}`, chart, user);
    }
  });
  afterAll(async () => {
    if (!isDockerRegistryInstalled) return;
    await Promise.all([open, closed, tokened, tokens].map((each) => each.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const home = (): string => {
    const hosts = [closed.host, tokened.host];
    const auths = Object.fromEntries(hosts.map((host) => [host, { auth: credentials }]));
    return homeWith({ '.docker/config.json': { auths } });
  };
  const podinfoAt = ({ host }: DockerRegistry, version = '6.x') => ({
    url: `oci://${host}/charts`,
    chart: 'podinfo',
    version,
  });

  test('is read by everybody, by a password and by a token', async () => {
    const values = ownCharts().find(({ version }) => version === '6.14.1')?.files?.['values.yaml'];
    const charts = fetcherAt(home());
    for (const registry of [open, closed, tokened]) {
      const listed = await charts.versions(podinfoAt(registry));
      expect(listed.versions.map(({ version }) => version).sort()).toEqual(['6.13.0', '6.14.1']);
      const { facts } = await charts.fetch(podinfoAt(registry));
      expect([facts.version, facts.values]).toEqual(['6.14.1', String(values)]);
    }
    expect(tokens.credentials).toEqual([`Basic ${credentials}`]);
  });

  test('holds versions with build metadata', async () => {
    const request = { url: `oci://${open.host}/charts`, chart: 'redis', version: '2.x' };
    expect((await fetcherAt(home()).fetch(request)).facts.version).toBe('2.0.0+build.5');
  });

  test('says what it has not, and to whom it says nothing', async () => {
    const unknown = await refusal(fetcherAt(home()).versions({ ...podinfoAt(open), chart: 'grafana' }));
    expect(unknown).toMatchObject({ code: 'chart-not-found', side: 'caller' });
    const older = await refusal(fetcherAt(home()).fetch(podinfoAt(open, '6.12.0')));
    expect(older).toMatchObject({ code: 'no-such-version', side: 'caller' });
    for (const registry of [closed, tokened]) {
      expect(await refusal(fetcherAt(homeWith()).versions(podinfoAt(registry)))).toMatchObject({
        code: 'unauthorized',
        side: 'outside',
      });
    }
  });

  test('gives new-app of the built program a chart', async () => {
    const repository = goldenRepository();
    const url = `oci://${tokened.host}/charts`;
    const ran = await repository.kitWith(
      { env: { HOME: home() } },
      ...['new-app', 'cache', '--chart', 'redis', '--repo-url', url, '--chart-version', '1.x'],
    );
    expect(ran).toMatchObject({ code: 0, err: expect.not.stringContaining('hunter2') });
    expect(repository.read('flux-system/ocirepositories/ocirepository-cache.yaml')).toContain(`${url}/redis`);
    expect(repository.git('show', 'HEAD')).not.toContain(credentials);
  });
});
