import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formats } from '../../src/report/formats.ts';
import { environment, goldenRepository, modesBind, program, run, type Scratch } from '../support/cli.ts';
import { readers } from '../support/read-reports.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const said = 'has no key value.yaml';

/** The golden repository with one error in it. */
function broken(): Scratch {
  const repository = goldenRepository();
  repository.write(
    release,
    repository.read(release).replace('valuesKey: values.yaml', 'valuesKey: value.yaml'),
  );
  return repository;
}

describe('--output', () => {
  test('writes several reports of one run, folders on the way included', async () => {
    const repository = broken();
    const ran = await repository.kitWith(
      { env: { GITHUB_ACTIONS: 'true' } },
      ...['lint', '--format', 'auto', '--output', 'sarif=out/ci/lint.sarif', '--output', 'json=lint.json'],
    );
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^::error file=podinfo\/helmrelease-podinfo\.yaml,line=27,/);
    expect(ran.out).toContain(`${release}:27:18: error: `);
    expect(JSON.parse(repository.read('out/ci/lint.sarif')).runs[0].results).toHaveLength(1);
    expect(JSON.parse(repository.read('lint.json')).findings).toHaveLength(1);
    expect(readdirSync(join(repository.folder, 'out/ci'))).toEqual(['lint.sarif']);
  });

  test('holds the same findings in every form', async () => {
    const repository = broken();
    repository.write(
      'redis/odd, name: 1.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "<b> 100 %"\n',
    );
    const files = formats.map((format) => [format, `out/${format} report`] as const);
    const ran = await repository.kit(
      'lint',
      ...files.flatMap(([format, path]) => ['--output', `${format}=${path}`]),
    );
    expect(ran.code).toBe(1);
    const found = readers.text(ran.out);
    expect(found.length).toBeGreaterThan(2);
    for (const [format, path] of files) expect(readers[format](repository.read(path)), format).toEqual(found);
  });

  test('says of a file that nobody judged in every form that has a word for it', async () => {
    const repository = goldenRepository();
    repository.write(release, 'a: [\n');
    for (const format of ['github', 'gitlab', 'junit', 'rdjson', 'markdown', 'sarif']) {
      const ran = await repository.kit('lint', '--rule', 'layout/file-name', '--format', format);
      expect(ran.code, format).toBe(1);
      expect(ran.out, format).toContain(release);
      expect(ran.out, format).toContain('could not be read, and no rule that runs says why');
    }
  });

  test('takes the place of stdout, and of an older report', async () => {
    const repository = broken();
    repository.write('lint.txt', 'an older report\n');
    expect(await repository.kit('lint', '--output', 'lint.txt')).toMatchObject({ code: 1, out: '' });
    expect(repository.read('lint.txt')).toMatch(new RegExp(`^${release}:27:18: error: .*${said}`));
  });

  test('of a clean repository is a document all the same', async () => {
    const repository = goldenRepository();
    const ran = await repository.kit('lint', '--format', 'sarif', '--output', 'text=lint.txt');
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out).runs[0].results).toEqual([]);
    expect(repository.read('lint.txt')).toBe('');
  });

  test('writes to a device, and leaves it there', async () => {
    const { folder } = broken();
    const script = `"${process.execPath}" "${program}" lint --format json --output /dev/stdout | cat`;
    const ran = await run('sh', ['-c', script], folder, environment());
    expect(JSON.parse(ran.out).findings).toHaveLength(1);
  });

  test.each(['a folder', 'a symbolic link'])(
    'over %s: exit 3, and the findings are printed',
    async (what) => {
      const repository = broken();
      const place = join(repository.folder, 'report');
      if (what === 'a folder') mkdirSync(place);
      else symlinkSync(join(repository.folder, release), place);
      const before = repository.read(release);
      const ran = await repository.kit('lint', '--output', 'report');
      expect(ran).toMatchObject({ code: 3, out: expect.stringContaining(said) });
      expect(ran.err).toContain(`error: could not write report: it is ${what}\n`);
      expect(repository.read(release)).toBe(before);
    },
  );

  test.skipIf(!modesBind)('into a place that cannot be written: the same', async () => {
    const repository = broken();
    mkdirSync(join(repository.folder, 'locked'));
    chmodSync(join(repository.folder, 'locked'), 0o555);
    onTestFinished(() => chmodSync(join(repository.folder, 'locked'), 0o755));
    const ran = await repository.kit(
      ...['lint', '--output', 'locked/lint.txt', '--output', 'sarif=locked/a/lint.sarif'],
    );
    expect(ran).toMatchObject({ code: 3, out: expect.stringContaining(said) });
    expect(ran.err).toContain('error: could not write locked/lint.txt: permission denied (EACCES)\n');
    expect(ran.err).toContain('error: could not write locked/a/lint.sarif: permission denied (EACCES)\n');
  });

  test('where no folder can be made: the same', async () => {
    const ran = await broken().kit('lint', '--output', '/proc/none/lint.txt');
    expect(ran).toMatchObject({ code: 3, out: expect.stringContaining(said) });
  });
});

describe('in GitHub Actions', () => {
  const env = { GITHUB_ACTIONS: 'true' };
  const hostile = '##[stop-commands]x';

  test('no line of a repository is a command to the runner', async () => {
    const repository = broken();
    repository.write(
      release,
      repository.read(release).replace('valuesKey: value.yaml', `valuesKey: "${hostile}" #`),
    );
    repository.write('::error::podinfo.yaml', 'a: [\n');
    const text = await repository.kitWith({ env }, 'lint', '--format', 'auto');
    const commands = text.out.split('\n').filter((line) => /^\s*::|##\[/.test(line));
    expect(commands.length).toBeGreaterThan(1);
    for (const line of commands) expect(line).toMatch(/^::(error|warning) file=/);
    expect(text.out).toContain('##\\x5bstop-commands]x');
    expect(text.out).toContain('\n\\x3a:error::podinfo.yaml:2:1: error: ');
    for (const format of ['json', 'sarif']) {
      const { out } = await repository.kitWith({ env }, 'lint', '--format', format);
      expect(out).not.toContain('##[');
      expect(JSON.stringify(JSON.parse(out))).toContain(hostile);
    }
  });

  test.each(['GITEA_ACTIONS', 'FORGEJO_ACTIONS'])(
    'auto is text alone with %s, whose log has no annotations',
    async (name) => {
      const ran = await broken().kitWith({ env: { ...env, [name]: 'true' } }, 'lint', '--format', 'auto');
      expect(ran.out).toMatch(new RegExp(`^${release}:27:18: error: `));
      expect(ran.out).not.toContain('::error');
    },
  );

  test('elsewhere text is shown as it is', async () => {
    const repository = broken();
    repository.write(
      release,
      repository.read(release).replace('valuesKey: value.yaml', `valuesKey: "${hostile}"`),
    );
    expect((await repository.kit('lint')).out).toContain(hostile);
  });
});

describe('what makes the exit code', () => {
  test('--rule runs one rule, --max-warnings counts', async () => {
    const repository = broken();
    const key = 'helmrelease/values-key';
    expect(await repository.kit('lint', '--rule', 'layout/file-name')).toMatchObject({ code: 0, out: '' });
    expect((await repository.kit('lint', '--rule', 'values-key')).code).toBe(1);
    expect((await repository.kit('lint', '--rule', `${key}=off`)).code).toBe(0);
    const warned = ['lint', '--rule', `${key}=warning`, '--max-warnings'];
    expect((await repository.kit(...warned, '1')).code).toBe(0);
    const ran = await repository.kit(...warned, '0');
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining(said) });
    expect(ran.err).toContain('too many warnings: 1; --max-warnings allows 0\n');
    expect((await repository.kit(...warned, '0', '--exit-zero')).code).toBe(0);
  });

  test('a file that could not be read is not passed over by the one rule that runs', async () => {
    const repository = goldenRepository();
    repository.write(release, 'a: [\n');
    const ran = await repository.kit('lint', '--rule', 'layout/file-name');
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(`not judged: ${release} could not be read, and no rule that runs says why`);
  });
});

describe('rules', () => {
  test('lists them, all or those about some words', async () => {
    const repository = goldenRepository();
    const all = await repository.kit('rules');
    expect(all.out).toMatch(/^RULE +SEVERITY +PRESET +WHAT IT FINDS\n/);
    expect((await repository.kit('explain')).out).toBe(all.out);
    const { out } = await repository.kit('rules', 'IGNORE/', 'info');
    expect(out.split('\n').slice(1)).toEqual([
      'ignore/without-reason  info      strict  An ignore comment gives no reason.',
      '',
    ]);
    expect(JSON.parse((await repository.kit('rules', 'ignore/', '--format', 'json')).out).rules).toHaveLength(
      3,
    );
  });
});
