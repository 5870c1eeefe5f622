import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ownCharts, packChart, startChartServer } from '../support/chart-server.ts';
import {
  environment,
  goldenRepository,
  modesBind,
  plainFolder,
  program,
  repositoryWith,
  run,
  type Scratch,
  scratch,
} from '../support/cli.ts';

let server: Awaited<ReturnType<typeof startChartServer>>;
beforeAll(async () => {
  server = await startChartServer(ownCharts());
});
afterAll(() => server.close());

/** Runs a command that must be refused: message and exit code as said, and not a byte changed. */
async function refused(
  repository: Scratch,
  args: readonly string[],
  code: number,
  ...messages: readonly string[]
): Promise<void> {
  const before = repository.state();
  const ran = await repository.kit(...args);
  for (const message of messages) expect(ran.err).toContain(message);
  expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
  expect(ran.err).not.toContain('internal error');
  expect(ran.err).toMatch(/^error: /m);
  expect(repository.state()).toBe(before);
  expect(repository.exists('.git/gitops-kit')).toBe(false);
}

/** `new-app grafana` against a server that answers as told. */
async function fromServer(
  listener: RequestListener,
  code: number,
  message: string,
  env: Record<string, string> = {},
): Promise<void> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  // a TCP server's address is an object
  const { port } = http.address() as AddressInfo;
  const repository = goldenRepository();
  const before = repository.state();
  const ran = await repository.kitWith(
    { env },
    'new-app',
    'grafana',
    '--repo-url',
    `http://127.0.0.1:${port}`,
  );
  expect(ran.err).toContain(message);
  expect(ran.code).toBe(code);
  expect(repository.state()).toBe(before);
}

describe('names', () => {
  test.each([
    ['Podinfo', 'podinfo'],
    ['pod_info', 'pod-info'],
    ['-lead', ''],
    ['trail-', 'trail'],
    ['../x', ''],
    ['a/b', ''],
    ['..', ''],
    ['/etc/x', ''],
    ['flux-system', 'reserved'],
    ['kube-system', 'reserved'],
    ['default', 'reserved'],
    ['.git', ''],
    ['pоdinfo', 'U+043E'],
    ['a'.repeat(54), '53'],
  ])('%s', async (name, hint) => {
    const repository = goldenRepository();
    await refused(repository, ['new-app', `--repo-url=${server.url}`, '--', name], 2, hint);
  });

  test('53 characters are accepted', async () => {
    const name = 'a'.repeat(53);
    const ran = await goldenRepository().kit(
      'new-app',
      name,
      '--chart',
      'podinfo',
      '--repo-url',
      server.url,
      '--dry-run',
    );
    expect(ran.code).toBe(0);
  });
});

describe('apps that are there', () => {
  test('entirely', async () => {
    await refused(
      goldenRepository(),
      ['new-app', 'podinfo', '--repo-url', server.url],
      2,
      'app podinfo exists already',
    );
  });

  test('in part', async () => {
    const repository = goldenRepository();
    repository.git('rm', '--quiet', 'podinfo/helmrelease-podinfo.yaml');
    repository.git('commit', '--quiet', '--message', 'Half an app');
    await refused(repository, ['new-app', 'podinfo', '--repo-url', server.url], 2, 'podinfo', 'exists');
  });

  test('in another case', async () => {
    const repository = goldenRepository();
    repository.write('Grafana/README.md', 'ours\n');
    repository.git('add', 'Grafana');
    repository.git('commit', '--quiet', '--message', 'A folder');
    await refused(
      repository,
      ['new-app', 'grafana', '--chart', 'podinfo', '--repo-url', server.url],
      2,
      'Grafana',
    );
  });
});

describe('charts that are not there', () => {
  test('a misspelt chart is told the nearest', async () => {
    await refused(
      goldenRepository(),
      ['new-app', 'web', '--chart', 'podinof', '--repo-url', server.url],
      2,
      'podinof',
      'did you mean podinfo?',
    );
  });

  test('a range that matches nothing says what exists', async () => {
    await refused(
      goldenRepository(),
      ['new-app', 'web', '--chart', 'podinfo', '--repo-url', server.url, '--chart-version', '10.x'],
      2,
      'podinfo has no version matching 10.x',
      '6.14.1',
    );
  });

  test('a version that does not exist', async () => {
    await refused(
      goldenRepository(),
      ['new-app', 'web', '--chart', 'podinfo', '--repo-url', server.url, '--chart-version', '6.14.2'],
      2,
      '6.14.2',
    );
  });

  test('a chart that nobody serves names the flags', async () => {
    await refused(goldenRepository(), ['new-app', 'no-such-chart-anywhere', '--offline'], 2, '--repo-url');
  });

  test('file:// and other schemes are refused before anything is opened', async () => {
    await refused(goldenRepository(), ['new-app', 'web', '--repo-url', 'file:///etc'], 2, 'file');
    await refused(
      goldenRepository(),
      ['new-app', 'web', '--repo-url', 'https://user:hunter2@charts.example.com'],
      2,
      'holds a user name or password',
    );
    const ran = await goldenRepository().kit(
      'new-app',
      'web',
      '--repo-url',
      'https://user:hunter2@charts.example.com',
    );
    expect(ran.err).not.toContain('hunter2');
  });
});

describe('servers that answer badly', () => {
  const status =
    (code: number): RequestListener =>
    (_request, response) => {
      response.statusCode = code;
      response.end('no');
    };

  test('404', () => fromServer(status(404), 3, '404'));
  test('401', () => fromServer(status(401), 3, '401'));
  test('500', () => fromServer(status(500), 3, '500'));
  test('HTML instead of an index', () =>
    fromServer(
      (_request, response) => response.end('<!doctype html><html><body>hello</body></html>'),
      3,
      'is a web page, not an index',
    ));
  test('a redirect loop', () =>
    fromServer(
      (request, response) => response.writeHead(302, { location: request.url ?? '/' }).end(),
      3,
      'redirect',
    ));
  test('a redirect to file://', () =>
    fromServer(
      (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      3,
      'file',
    ));
  test('silence', () =>
    fromServer(() => {}, 3, 'did not answer in full within 1 s', { GITOPS_KIT_TIMEOUT_SECONDS: '1' }));
  test('a body cut short', () =>
    fromServer(
      (_request, response) => {
        response.writeHead(200, { 'content-length': '5000' });
        response.write('apiVersion: v1\n', () => response.destroy());
      },
      3,
      'index.yaml',
    ));

  const indexFor = (name: string, digest?: string): string =>
    `apiVersion: v1\nentries:\n  ${name}:\n  - name: ${name}\n    version: 1.0.0\n    urls: [${name}-1.0.0.tgz]\n${digest === undefined ? '' : `    digest: ${digest}\n`}`;
  const archive =
    (bytes: () => Uint8Array, digest?: string): RequestListener =>
    (request, response) => {
      if (request.url?.endsWith('index.yaml')) response.end(indexFor('grafana', digest));
      else response.end(bytes());
    };

  test('a wrong digest', () => {
    const bytes = packChart({ name: 'grafana', version: '1.0.0', files: { 'values.yaml': 'a: 1\n' } });
    return fromServer(
      archive(() => bytes, '0'.repeat(64)),
      3,
      'digest',
    );
  });
  test('../ in an archive', () => {
    const bytes = packChart({ name: 'grafana', version: '1.0.0', files: { '../../outside.yaml': 'a: 1\n' } });
    return fromServer(
      archive(() => bytes),
      3,
      '..',
    );
  });
  test('garbage instead of an archive', () =>
    fromServer(
      archive(() => Buffer.from('garbage')),
      3,
      'grafana-1.0.0.tgz',
    ));
  test('a 1 GiB gzip bomb', () =>
    fromServer(
      (request, response) => {
        if (request.url?.endsWith('index.yaml')) {
          response.end(indexFor('grafana'));
          return;
        }
        const gzip = createGzip();
        gzip.pipe(response);
        response.on('close', () => gzip.destroy());
        const block = Buffer.alloc(1 << 20);
        let left = 1024;
        const pour = (): void => {
          while (left > 0 && !gzip.destroyed) {
            left -= 1;
            if (!gzip.write(block)) {
              gzip.once('drain', pour);
              return;
            }
          }
          if (left === 0) gzip.end();
        };
        pour();
      },
      3,
      'MiB',
    ));
});

describe('repositories that cannot take a commit', () => {
  const args = ['new-app', 'web', '--chart', 'podinfo', '--repo-url'];

  test('no git: says so, and --no-commit writes', async () => {
    const folder = plainFolder();
    expect((await folder.kit('init')).code).toBe(0);
    await refused(folder, [...args, server.url], 2, 'is not in a git repository', '--no-commit');
    expect(await folder.kit(...args, server.url, '--no-commit')).toMatchObject({ code: 0 });
    expect(folder.exists('web/helmrelease-web.yaml')).toBe(true);
    expect(folder.exists('.gitops-kit')).toBe(false);
  });

  test('no root folder names init', async () => {
    await refused(repositoryWith({ 'README.md': 'x\n' }), [...args, server.url], 2, 'gitops-kit init');
  });

  test('in the middle of a merge', async () => {
    const repository = goldenRepository();
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.write(
      'podinfo/helmrelease-podinfo.yaml',
      repository.read('podinfo/helmrelease-podinfo.yaml').replace('15m', '20m'),
    );
    repository.git('commit', '--quiet', '-am', 'Theirs');
    repository.git('checkout', '--quiet', 'main');
    repository.write(
      'podinfo/helmrelease-podinfo.yaml',
      repository.read('podinfo/helmrelease-podinfo.yaml').replace('15m', '30m'),
    );
    repository.git('commit', '--quiet', '-am', 'Ours');
    expect(() => repository.git('merge', 'other')).toThrow();
    await refused(repository, [...args, server.url], 2, 'merge');
  });

  test('a planned path with uncommitted changes', async () => {
    const repository = goldenRepository();
    const kustomization =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: # ours\n  - kustomization-podinfo.yaml\n  - kustomization-redis.yaml\n';
    repository.write('flux-system/kustomizations/kustomization.yaml', kustomization);
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'List them');
    repository.write('flux-system/kustomizations/kustomization.yaml', `${kustomization}# not committed\n`);
    await refused(
      repository,
      [...args, server.url],
      2,
      'flux-system/kustomizations/kustomization.yaml',
      'has changes that are not committed',
    );
    expect(await repository.kit(...args, server.url, '--no-commit')).toMatchObject({ code: 0 });
    expect(repository.read('flux-system/kustomizations/kustomization.yaml')).toBe(
      `${kustomization}  - kustomization-web.yaml\n# not committed\n`,
    );
  });

  test('a commit hook that refuses', async () => {
    const repository = goldenRepository();
    mkdirSync(join(repository.folder, '.git/hooks'), { recursive: true });
    const hook = join(repository.folder, '.git/hooks/pre-commit');
    writeFileSync(hook, '#!/bin/sh\necho "no commits on Saturdays" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    await refused(repository, [...args, server.url], 3, 'no commits on Saturdays');
  });

  test('a symbolic link in the way', async () => {
    const repository = goldenRepository();
    const outside = plainFolder();
    symlinkSync(outside.folder, join(repository.folder, 'web'));
    await refused(repository, [...args, server.url], 2, 'symbolic link');
    expect(outside.exists('helmrelease-web.yaml')).toBe(false);
  });

  test.skipIf(!modesBind)('a read-only folder', async () => {
    const repository = goldenRepository();
    chmodSync(join(repository.folder, 'flux-system/kustomizations'), 0o555);
    onTestFinished(() => chmodSync(join(repository.folder, 'flux-system/kustomizations'), 0o755));
    await refused(repository, [...args, server.url], 3, 'flux-system/kustomizations');
  });
});

describe('a broken configuration', () => {
  test.each([
    ['{ "rulez": {} }', '.gitops-kit.jsonc:1:3: unknown key rulez; did you mean rules?'],
    ['{ "roots": "flux-system" }', '.gitops-kit.jsonc:1:12:'],
    ['{ "roots": [', '.gitops-kit.jsonc:1:'],
    ['{ "rules": { "layout/file-nmae": "off" } }', 'layout/file-name'],
    [
      '{ "rules": { "layout/file-name": "warn" } }',
      '.gitops-kit.jsonc:1:34: rules["layout/file-name"] is "warn"; expected "off", "info", "warning" or "error"',
    ],
    [
      '{ "rules": { "layout/file-name": ["error", { "prefix": 1 }] } }',
      '.gitops-kit.jsonc:1:46: unknown option prefix of layout/file-name',
    ],
    [
      '{ "overrides": [{ "files": ["a"], "rules": { "layout/file-name": ["error", {}] } }] }',
      'options stand in "rules", for the whole repository',
    ],
    ['\xff\xfe', '.gitops-kit.jsonc:1:1: '],
    ['[]', '.gitops-kit.jsonc:1:1: expected an object: { … }'],
    [`{ "ignore": ${'['.repeat(1000)}${']'.repeat(1000)} }`, 'nesting deeper than 100'],
  ])('%s', async (text, message) => {
    const repository = goldenRepository();
    repository.write('.gitops-kit.jsonc', text);
    await refused(repository, ['new-app', 'web', '--chart', 'podinfo', '--repo-url', server.url], 2, message);
    await refused(repository, ['lint'], 2, message);
  });
});

describe('a rule that throws', () => {
  test('is named, with exit 3, and the others still speak in every form of the report', async () => {
    const repository = goldenRepository();
    const release = 'podinfo/helmrelease-podinfo.yaml';
    repository.write(
      release,
      repository.read(release).replace('valuesKey: values.yaml', 'valuesKey: value.yaml'),
    );
    const ran = await run(
      process.execPath,
      [programWithFailingRule(), 'lint', '--output', 'sarif=lint.sarif'],
      repository.folder,
      environment(),
    );
    expect(ran.code).toBe(3);
    expect(ran.out).toContain('[helmrelease/values-key]');
    expect(ran.err).toContain('1 rule failed)');
    expect(ran.err).toContain(
      'internal error: rule layout/file-name failed: nested too deep; its findings are missing\n',
    );
    const [sarif] = JSON.parse(repository.read('lint.sarif')).runs;
    expect(sarif.invocations[0].executionSuccessful).toBe(false);
    expect(sarif.results).toHaveLength(1);
  });
});

/** A copy of the built program in which layout/file-name throws. */
function programWithFailingRule(): string {
  const root = dirname(dirname(program));
  const copy = scratch();
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  for (const name of ['package.json', 'schemas']) symlinkSync(join(root, name), join(copy, name));
  const broken = readdirSync(join(copy, 'dist')).filter((name) => {
    const file = join(copy, 'dist', name);
    if (!name.endsWith('.js')) return false;
    const text = readFileSync(file, 'utf8');
    const rule = text.search(/id: ?(["'`])layout\/file-name\1/);
    const check = text.indexOf('*check(', rule);
    if (rule === -1 || check === -1) return false;
    const throwing = '*check() { throw new RangeError("nested too deep"); }, *unused(';
    writeFileSync(file, text.slice(0, check) + throwing + text.slice(check + '*check('.length));
    return true;
  });
  expect(broken).toHaveLength(1);
  return join(copy, 'dist/main.js');
}

describe('an ignore comment', () => {
  test('for a rule that does not exist is a finding, with the nearest', async () => {
    const repository = goldenRepository();
    const release = 'podinfo/helmrelease-podinfo.yaml';
    repository.write(release, `# gitops-kit: ignore[layout/file-nam] why\n${repository.read(release)}`);
    const ran = await repository.kit('lint', '--max-warnings', '0');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain(
      `${release}:1:22: warning: unknown rule layout/file-nam; did you mean layout/file-name? [ignore/unknown-rule]`,
    );
  });
});

describe('nothing to lint', () => {
  test('in a repository without manifests is no success, in any form', async () => {
    const repository = repositoryWith({ 'README.md': 'x\n', 'src/main.go': 'package main\n' });
    for (const format of ['text', 'json', 'sarif', 'github'])
      await refused(repository, ['lint', '--format', format], 2, 'no GitOps files here');
  });

  test.skipIf(!modesBind)('when the configuration cannot be read', async () => {
    const repository = goldenRepository();
    repository.write('.gitops-kit.jsonc', '{}\n');
    const config = join(repository.folder, '.gitops-kit.jsonc');
    chmodSync(config, 0);
    const ran = await repository.kit('lint');
    chmodSync(config, 0o644);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(
      '.gitops-kit.jsonc:1:1: the configuration cannot be read: permission denied (EACCES)',
    );
  });
});
