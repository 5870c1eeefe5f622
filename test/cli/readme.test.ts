import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownCharts, startChartServer } from '../support/chart-server.ts';
import { plainFolder, program, run } from '../support/cli.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const lines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

/** What a clone's own scripts do is run by CI as it stands in the README; the demo has a test of its own below. */
const ofTheClone = new Set(['npm ci', 'npm run demo', 'npm test']);

let server: Awaited<ReturnType<typeof startChartServer>>;
beforeAll(async () => {
  server = await startChartServer(ownCharts());
});
afterAll(() => server.close());

describe('every command of the README', () => {
  test('runs in the order in which it stands there', async () => {
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
    const codes: Record<string, number | null> = {};
    const story = lines.slice(lines.indexOf('mkdir my-cluster'));
    let cwd = place.folder;
    for (const line of story) {
      // the two real addresses are answered by the project's own charts on loopback
      const told = line.replace('https://stefanprodan.github.io/podinfo', server.url);
      const script = told.replace(/^gitops-kit/, `"${process.execPath}" "${program}"`);
      const ran = await run('sh', ['-c', script], cwd, env);
      codes[line] = ran.code;
      if (![0, 1].includes(ran.code ?? -1))
        throw new Error(`${line}: exit ${ran.code}\n${ran.out}${ran.err}`);
      if (line.startsWith('cd ')) cwd = `${cwd}/${line.slice(3)}`;
      if (line === 'gitops-kit init')
        place.write('my-cluster/.gitops-kit.jsonc', `{ "charts": { "podinfo": "${server.url}" } }\n`);
    }
    const expected = Object.fromEntries(story.map((line) => [line, line.includes('--diff') ? 1 : 0]));
    expect(codes).toEqual(expected);
  });

  test('is known to this test', () => {
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
