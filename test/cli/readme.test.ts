import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRegistry } from '../../scripts/registry-server.mjs';
import { ownCharts, startChartServer } from '../support/chart-server.ts';
import { environment, plainFolder, program, run } from '../support/cli.ts';
import { packInto, version } from '../support/packed.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const lines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

const hasPreCommit = spawnSync('pre-commit', ['--version'], { env: environment() }).status === 0;

/** What a clone's own scripts do is run by CI as it stands in the README; the demo has a test of its own below. */
const ofTheClone = new Set(['npm ci', 'npm run demo', 'npm test']);

let server: Awaited<ReturnType<typeof startChartServer>>;
let registry: Awaited<ReturnType<typeof startRegistry>>;
beforeAll(async () => {
  // The real chart runs one copy by default, and the README changes that.
  const charts = ownCharts().map((chart) => ({
    ...chart,
    files: Object.fromEntries(
      Object.entries(chart.files ?? {}).map(([path, text]) => [
        path,
        path === 'values.yaml' ? String(text).replace('replicaCount: 2', 'replicaCount: 1') : text,
      ]),
    ),
  }));
  server = await startChartServer(charts);
  registry = await startRegistry(ownCharts());
});
afterAll(() => Promise.all([server.close(), registry.close()]));

/** As `kubectl get clusters -o yaml` prints it. */
function clusterItem(name: string): string {
  return `- apiVersion: cluster.karmada.io/v1alpha1\n  kind: Cluster\n  metadata:\n    name: ${name}\n  spec:\n    syncMode: Push\n`;
}

describe('what the README says', () => {
  test('every command runs, in the order in which they stand there', async () => {
    const place = plainFolder();
    const env = {
      ...Object.fromEntries(
        Object.entries(process.env).filter(
          (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('GIT_'),
        ),
      ),
      HOME: place.folder,
      XDG_CACHE_HOME: `${place.folder}/cache`,
      GIT_CONFIG_GLOBAL: `${place.folder}/gitconfig`,
    };
    place.write(
      'gitconfig',
      '[user]\n\tname = Reader\n\temail = reader@example.com\n[init]\n\tdefaultBranch = main\n',
    );
    place.write(
      'clusters.yaml',
      `apiVersion: v1\nkind: List\nitems:\n${['member1', 'member2', 'member3'].map(clusterItem).join('')}`,
    );
    const codes: Record<string, number | null> = {};
    const story = lines
      .slice(lines.indexOf('mkdir my-cluster'))
      .filter((line) => hasPreCommit || !line.startsWith('pre-commit '));
    let cwd = place.folder;
    for (const line of story) {
      // the real addresses are answered by the project's own charts on loopback
      const told = line
        .replace('https://stefanprodan.github.io/podinfo', server.url)
        .replace('oci://ghcr.io/stefanprodan/charts', registry.charts);
      const script = told
        .replace(/^kubectl .*? \| /, `cat "${place.folder}/clusters.yaml" | `)
        .replace(/\bgitops-kit(?= )/, `"${process.execPath}" "${program}"`);
      // a clone knows the branch that a pull request is for
      if (line.includes('origin/main'))
        place.git('-C', cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD~');
      const ran = await run('sh', ['-c', script], cwd, env);
      codes[line] = ran.code;
      if (![0, 1].includes(ran.code ?? -1))
        throw new Error(`${line}: exit ${ran.code}\n${ran.out}${ran.err}`);
      if (line === 'gitops-kit lint' && cwd.endsWith('my-fleet')) expect(ran.err).toContain(', no problems');
      if (line.startsWith('cd ')) cwd = join(cwd, line.slice(3));
      if (line !== 'gitops-kit init') continue;
      const here = relative(place.folder, cwd);
      place.write(
        `${here}/.gitops-kit.jsonc`,
        `{ "extends": "strict", "charts": { "podinfo": "${server.url}" } }\n`,
      );
      // the archive stands in for the registry
      const hooks = place.read(`${here}/.pre-commit-config.yaml`);
      const archive = JSON.stringify([await packInto(place.folder)]);
      place.write(`${here}/.pre-commit-config.yaml`, hooks.replace(`[gitops-kit@${version}]`, archive));
    }
    // a diff with something in it exits 1; a repository of today has nothing to migrate, and nothing to mend
    const changes = /^gitops-kit (?:new-app|rename-app|place) .*--diff/;
    const expected = Object.fromEntries(story.map((line) => [line, changes.test(line) ? 1 : 0]));
    expect(codes).toEqual(expected);
  });

  test.each([
    ['github', '.github/workflows/gitops-kit.yml'],
    ['gitlab', '.gitlab-ci.yml'],
    ['other', '.pre-commit-config.yaml'],
  ])('init writes for %s what is shown: %s', async (forge, path) => {
    const place = plainFolder();
    expect(await place.kit('init', '--forge', forge)).toMatchObject({ code: 0 });
    expect(readme).toContain(`\`\`\`yaml\n${place.read(path)}\`\`\``);
  });

  test('every command is known to this test', () => {
    const story = new Set(lines.slice(lines.indexOf('mkdir my-cluster')));
    const others = lines.filter((line) => !story.has(line) && !ofTheClone.has(line));
    expect(others).toEqual(['gitops-kit new-app podinfo']);
  });

  test('npm run demo tells the main job from init to lint', async () => {
    const root = new URL('../..', import.meta.url).pathname;
    const ran = await run(process.execPath, ['scripts/demo.mjs'], root, {
      PATH: process.env['PATH'] ?? '',
      HOME: plainFolder().folder,
    });
    expect(ran.err).not.toContain('Error');
    expect(ran.code).toBe(0);
    expect(ran.out).toContain(
      'podinfo/\n  configmap-podinfo-helm-chart-value-overrides.yaml\n  helmrelease-podinfo.yaml\n',
    );
    expect(ran.out).toContain('The demo is done');
  });
});
