import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/commands/arguments.ts';
import { outdatedCommand } from '../../src/commands/outdated.ts';
import { KitError } from '../../src/core/errors.ts';
import { type FakeHost, type FakeWorld, fakeHost } from '../../src/io/fake.ts';
import { fiveFiles, helmRelease } from '../model/repository.ts';
import { emptyRoot, plan, registrySource, textsAfter } from '../scaffold/examples.ts';

/** `podinfo` from a registry, pinned to 6.x and made from 6.14.1; `redis` from a repository, without pin or base. */
const files = {
  ...textsAfter(plan(emptyRoot, { source: registrySource() })),
  ...fiveFiles('redis', 'flux-system'),
};
const registry = 'oci://ghcr.io/stefanprodan/charts podinfo';
const repository = 'https://charts.example.com/redis redis';

interface Asked extends FakeHost {
  readonly asked: readonly string[];
}

/** A world in which places (`URL chart`) answer with versions or fail. */
function world(answers: Readonly<Record<string, readonly string[] | KitError>>, more: FakeWorld = {}): Asked {
  const asked: string[] = [];
  const host = fakeHost({
    files,
    charts: {
      versions: async ({ url, chart }) => {
        asked.push(`${url} ${chart}`);
        const answer =
          answers[`${url} ${chart}`] ?? new KitError('chart-not-found', `${url} has no chart ${chart}`);
        if (answer instanceof KitError) throw answer;
        const versions = answer.map((version) => ({
          version,
          appVersion: undefined,
          urls: [],
          digest: undefined,
          deprecated: false,
        }));
        return { versions, notes: [`${url} is old`] };
      },
    },
    ...more,
  });
  return { ...host, asked };
}

async function outdated(host: FakeHost, ...argv: string[]): Promise<number> {
  return await outdatedCommand.run(await readArguments(outdatedCommand, ['outdated', ...argv]), host);
}

const newer = { [registry]: ['7.0.0', '6.15.0', '6.14.1', '8.0.0-rc.1'], [repository]: ['1.2.0'] };
const current = { [registry]: ['6.14.1'], [repository]: ['1.2.0'] };
const unreachable = new KitError('unreachable', 'https://charts.example.com cannot be reached', {
  help: ['look at the network'],
  side: 'outside',
});

describe('outdated', () => {
  test('shows every app beside what its repository offers', async () => {
    const host = world(newer);
    expect(await outdated(host)).toBe(0);
    expect(host.stdout()).toBe(
      [
        'NAME     CHART    RANGE  WITHIN  BEYOND  BASE    STATE',
        'podinfo  podinfo  6.x    6.15.0  7.0.0   6.14.1  values 1 version behind',
        'redis    redis    -      1.2.0   -       -       current',
        '',
      ].join('\n'),
    );
    expect(host.stderr()).toBe(
      'note: https://charts.example.com/redis is old\nnote: oci://ghcr.io/stefanprodan/charts is old\n2 apps: 1 with values behind, 1 with newer charts beyond the range\n',
    );
    expect([...host.asked].sort()).toEqual([repository, registry]);
  });

  test('exits 1 for what --fail-on names', async () => {
    const beyond = { ...current, [registry]: ['6.14.1', '7.0.0'] };
    const gone = { ...current, [registry]: ['5.0.0'] };
    const codes = async (answers: Parameters<typeof world>[0]) =>
      Promise.all(['base', 'beyond', 'any'].map((what) => outdated(world(answers), '--fail-on', what)));
    expect(await codes(current)).toEqual([0, 0, 0]);
    expect(await codes(beyond)).toEqual([0, 1, 1]);
    expect(await codes({ ...current, [registry]: ['6.15.0', '6.14.1'] })).toEqual([1, 0, 1]);
    expect(await codes(gone)).toEqual([1, 1, 1]);
    const host = world(gone);
    expect(await outdated(host)).toBe(0);
    expect(host.stdout()).toContain('no version in the range; newest is 5.0.0');
  });

  test('a file that cannot be read may hold an app: it is named, and the exit code is 1', async () => {
    const host = world(current, { files: { ...files, 'blue/helmrelease-blue.yaml': 'kind: [\n' } });
    expect(await outdated(host)).toBe(1);
    expect(host.stderr()).toMatch(
      /^1 file could not be read and may hold more: blue\/helmrelease-blue\.yaml:\d+:\d+$/m,
    );
    expect(host.stderr()).toContain('2 apps');
  });

  test('says of each app why its repository gave no answer, and exits 3 when all others are answered', async () => {
    const host = world({ ...newer, [repository]: unreachable });
    expect(await outdated(host, '--fail-on', 'any')).toBe(3);
    expect(host.stdout()).toContain('values 1 version behind\n');
    expect(host.stdout()).toContain('not known: https://charts.example.com cannot be reached\n');
    expect(host.stderr()).toContain(
      'https://charts.example.com cannot be reached\n  = help: look at the network\n',
    );
    expect(host.stderr()).toContain(', 1 not known\n');
  });

  test('--offline asks the cache; what that does not know is no failure, unless the exit code counts', async () => {
    const unknown = new KitError('not-in-cache', 'the index is not in the cache');
    const offline: boolean[] = [];
    const host = world({ ...current, [repository]: unknown });
    const watched = {
      ...host,
      charts: (options: { readonly offline: boolean }) => {
        offline.push(options.offline);
        return host.charts(options);
      },
    };
    expect(await outdated(watched, '--offline')).toBe(0);
    expect(new Set(offline)).toEqual(new Set([true]));
    expect(await outdated(watched, '--offline', '--fail-on', 'beyond')).toBe(3);
  });

  test('asks a repository once for a chart of several apps, and goes on with its other charts', async () => {
    const second = fiveFiles('blue', 'flux-system');
    const release = helmRelease('blue')
      .replace('chart: blue', 'chart: redis')
      .replace('        name: blue\n', '        name: redis\n');
    const third = fiveFiles('green', 'flux-system');
    const other = helmRelease('green').replace('        name: green\n', '        name: redis\n');
    const host = world(
      { ...newer, 'https://charts.example.com/redis green': ['3.0.0'] },
      {
        files: {
          ...files,
          ...second,
          ...third,
          'blue/helmrelease-blue.yaml': release,
          'green/helmrelease-green.yaml': other,
        },
      },
    );
    expect(await outdated(host)).toBe(0);
    expect([...host.asked].sort()).toEqual(['https://charts.example.com/redis green', repository, registry]);
    expect(host.stdout()).toMatch(/^blue +redis +- +1\.2\.0 /m);
    expect(host.stdout()).toMatch(/^green +green +- +3\.0\.0 /m);
  });

  test('asks nobody where the source or the range is not said, and says why', async () => {
    const change = (from: string, to: string): Record<string, string> => ({
      ...files,
      [source]: (files[source] ?? '').replace(from, to),
    });
    const source = 'flux-system/ocirepositories/ocirepository-podinfo.yaml';
    const why = async (texts: Record<string, string>): Promise<string> => {
      const host = world(newer, { files: texts });
      expect(await outdated(host)).toBe(0);
      expect(host.asked).toEqual([repository]);
      return /^podinfo .*(not known: .*)$/m.exec(host.stdout())?.[1] ?? '';
    };
    expect(await why(change('semver: 6.x', 'semver: "${version}"'))).toBe(
      'not known: the version in OCIRepository podinfo is a variable',
    );
    expect(await why(change('semver: 6.x', `digest: sha256:${'0a'.repeat(32)}`))).toBe(
      'not known: OCIRepository podinfo is pinned by a digest',
    );
    expect(await why(change('    semver: 6.x', '    semver: 6.x\n    semverFilter: .*'))).toBe(
      'not known: OCIRepository podinfo filters versions by an expression',
    );
    expect(await why(change('oci://ghcr.io/', 'oci://${registry}/'))).toBe(
      'not known: OCIRepository podinfo has no URL written out',
    );
    const { [source]: _, ...without } = files;
    expect(await why(without)).toBe('not known: OCIRepository podinfo is not here');
  });

  test('is one document of JSON, also without apps', async () => {
    const host = world(newer);
    expect(await outdated(host, '--format', 'json')).toBe(0);
    expect(JSON.parse(host.stdout())).toMatchObject({
      summary: { apps: 2, base: 1, beyond: 1, range: 0, unknown: 0 },
      apps: [
        {
          name: 'podinfo',
          root: 'flux-system',
          namespace: 'podinfo',
          chart: 'podinfo',
          url: 'oci://ghcr.io/stefanprodan/charts',
          range: '6.x',
          within: '6.15.0',
          beyond: '7.0.0',
          newest: '7.0.0',
          base: '6.14.1',
          behind: 1,
          baseInRange: true,
          reasons: ['base', 'beyond'],
          why: null,
        },
        { name: 'redis', base: null, behind: null, reasons: [] },
      ],
    });
    const none = world({}, { files: emptyRoot });
    expect(await outdated(none, '--format', 'json')).toBe(0);
    expect(JSON.parse(none.stdout())).toMatchObject({ apps: [] });
    expect(none.stderr()).toBe('no apps yet; gitops-kit new-app NAME adds one\n');
  });

  test.each(['text', 'json', 'markdown'])('shows no credentials of a URL as %s', async (format) => {
    const source = Object.keys(files).find((file) => /helmrepository-redis\.yaml$/.test(file)) ?? '';
    const text = files[source] ?? '';
    for (const url of ['https://bob:hunter6@example.com/x?t=hunter6', 'ftp://bob:hunter6@example.com']) {
      const answers = { ...newer, [`${url} redis`]: ['1.2.0'] };
      const host = world(answers, { files: { ...files, [source]: text.replace(/url: .*/, `url: ${url}`) } });
      await outdated(host, '--format', format);
      expect(host.stdout()).toContain('podinfo');
      expect(host.stdout()).not.toContain('hunter6');
      if (format === 'json' && url.startsWith('https'))
        expect(host.stdout()).toContain('"https://…@example.com/x?…"');
    }
  });

  test('is Markdown with what there is to do, in which no word of a server is markup', async () => {
    const host = world({
      ...newer,
      [repository]: new KitError('odd', '<b>|`x` @everyone', { side: 'outside' }),
    });
    expect(await outdated(host, '--format', 'markdown')).toBe(3);
    expect(host.stdout()).toBe(
      [
        '<!-- gitops-kit outdated -->',
        '**2 apps: 1 with values behind, 1 with newer charts beyond the range, 1 not known**',
        '',
        '| name | chart | range | within | beyond | base | state |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        '| `podinfo` | `podinfo` | `6.x` | `6.15.0` | `7.0.0` | `6.14.1` | `values 1 version behind` |',
        '| `redis` | `redis` |  |  |  |  | ``not known: <b>\\|`x` @everyone`` |',
        '',
      ].join('\n'),
    );
    const quiet = world(current);
    await outdated(quiet, '--format', 'markdown');
    expect(quiet.stdout()).toBe('<!-- gitops-kit outdated -->\n**2 apps: all current**\n');
  });
});
