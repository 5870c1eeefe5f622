import { describe, expect, test } from 'vitest';
import { commandEntries } from '../../src/commands/registry.ts';
import { goldenRepository, plainFolder } from '../support/cli.ts';

describe('called wrongly', () => {
  test.each([
    [['lnt'], 'error: unknown command lnt; did you mean lint?\n  = help: gitops-kit --help\n'],
    [
      ['lint', '--formt', 'json'],
      'error: unknown option --formt for lint; did you mean --format?\n  = help: gitops-kit lint --help\n',
    ],
    [
      ['lint', '--format', 'jsn'],
      'error: --format is text, json, sarif, github, gitlab, junit, rdjson, markdown, auto, not jsn; did you mean json?\n  = help: gitops-kit lint --help\n',
    ],
    [
      ['lint', '--format'],
      'error: --format needs a value: how findings are printed; auto: text, and in GitHub Actions annotations before it\n  = help: gitops-kit lint --help\n',
    ],
    [['new-app'], 'error: new-app needs name: '],
    [['new-app', 'podinfo', 'redis'], 'error: unexpected argument redis for new-app\n'],
    [
      ['new-app', 'podinfo', '--no-comit'],
      'error: unknown option --no-comit for new-app; did you mean --no-commit?\n',
    ],
    [['lint', '--staged=no'], 'error: --staged takes no value, got no\n  = help: gitops-kit lint --help\n'],
    [['lint', '--no-baseline=x'], 'error: --no-baseline takes no value, got x\n'],
    [['lint', '--rule', '--output', '--since', 'main'], 'error: --rule needs a value: '],
    [['lint', '--output'], 'error: --output needs a value: '],
    [['lint', '--since', 'a..b'], 'error: --since a..b is a range; one commit or branch was expected\n'],
    [['--lint'], 'error: unknown option --lint: name a command first\n'],
    [
      ['lint', '--rule', 'layout/file-nam'],
      'error: unknown rule layout/file-nam; did you mean layout/file-name?\n  = help: gitops-kit rules lists them all\n',
    ],
    [
      ['lint', '--rule', 'layout/file-name=eror'],
      'error: --rule layout/file-name=eror: eror is no severity; expected off, info, warning, error; did you mean error?\n',
    ],
    [['lint', '--max-warnings', '-1'], 'error: --max-warnings is -1; expected a number, 0 or more\n'],
    [
      ['lint', '--output', 'sarif'],
      'error: --output sarif names a format and no file; expected sarif=FILE\n',
    ],
    [['lint', '--output', 'json='], 'error: --output json= names no file; expected json=FILE\n'],
    [['lint', '--output', 'sarf=a'], 'error: --output sarf=a: unknown format sarf; did you mean sarif?\n'],
    [['lint', '--output', 'a', '--output', 'b'], 'error: --output names two files for one report; '],
    [['lint', '--output', 'json=a', '--output', 'sarif=a'], 'error: --output names a twice\n'],
    [['rules', 'no-such-word'], 'error: no rule has no-such-word in its name or summary\n'],
    [['explain', 'layout/file-nam'], 'error: unknown rule layout/file-nam; did you mean layout/file-name?\n'],
  ])('%j', async (args, message) => {
    const ran = await goldenRepository().kit(...args);
    expect(ran.err).toContain(message);
    expect(ran).toMatchObject({ code: 2, out: '' });
  });

  test('--__proto__ and numbers are plain words', async () => {
    const repository = goldenRepository();
    expect(await repository.kit('lint', '--__proto__.x=1')).toMatchObject({ code: 2 });
    const app = await repository.kit('new-app', '0123', '--repo-url', 'file:///etc');
    expect(app.err).not.toContain(' 83');
    expect(app.code).toBe(2);
  });
});

describe('help', () => {
  test('no command prints the help on stdout', async () => {
    const folder = plainFolder();
    const [bare, asked] = [await folder.kit(), await folder.kit('--help')];
    expect(bare).toEqual(asked);
    expect(bare).toMatchObject({ code: 0, err: '' });
    expect(bare.out).toMatch(/^Scaffolds, lints and repairs five-file Flux repositories\.\n/);
    expect(bare.out).not.toMatch(/\u001b/);
    expect(Math.max(...bare.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each(['init', 'new-app', 'list', 'lint', 'rules', 'explain', 'completion'])(
    '%s --help shows examples before flags',
    async (name) => {
      const { code, out } = await plainFolder().kit(name, '--help');
      expect(code).toBe(0);
      expect(out.indexOf(`  gitops-kit ${name}`)).toBeGreaterThan(-1);
      expect(out.indexOf(`  gitops-kit ${name}`)).toBeLessThan(out.indexOf('--help'));
    },
  );

  test.each(['new-app', 'lint', 'init'])(
    'help %s is what --help prints, and no word sticks to another',
    async (name) => {
      const folder = plainFolder();
      const [asked, flag] = [await folder.kit('help', name), await folder.kit(name, '--help')];
      expect(asked).toEqual(flag);
      expect(asked.out).not.toMatch(/\S\[(?:choices|default)|\[string\]/);
      expect(Math.max(...asked.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  test.each(commandEntries.map(({ name }) => name))('%s --help fits a terminal', async (name) => {
    const { out } = await plainFolder().kit(name, '--help');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('help alone is the main help; of an unknown command it says so', async () => {
    const folder = plainFolder();
    expect(await folder.kit('help')).toEqual(await folder.kit('--help'));
    expect((await folder.kit('help')).out).not.toMatch(/^gitops-kit \[command\]$/m);
    expect(await folder.kit('help', 'lnt')).toMatchObject({
      code: 2,
      err: 'error: unknown command lnt; did you mean lint?\n  = help: gitops-kit --help\n',
    });
    expect(await folder.kit('help', 'lint', 'x')).toMatchObject({ code: 2, out: '' });
  });

  test('a flag that turns off says what it does', async () => {
    const { out } = await plainFolder().kit('help', 'new-app');
    expect(out).toMatch(/^ +--no-commit +leave the files in the work tree, without a commit$/m);
    expect(out).toMatch(/^ +--chart-version RANGE +a version or range, written as given/m);
  });

  test('explain begins with the name of the rule', async () => {
    const { out } = await plainFolder().kit('explain', 'helmrelease/values-key');
    expect(out).toMatch(/^# helmrelease\/values-key\n/);
  });

  test('--version prints the version alone', async () => {
    expect(await plainFolder().kit('--version')).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });

  test('completion answers with commands and flags', async () => {
    const folder = plainFolder();
    expect((await folder.kit('completion')).out).toContain('gitops-kit');
    const answer = async (...words: string[]) =>
      (await folder.kit('--get-yargs-completions', 'gitops-kit', ...words)).out;
    expect(await answer('l')).toBe('list\nlint\n');
    expect(await answer('lint', '--f')).toBe('--fail-on\n--fix\n--format\n');
    expect(await answer('lint', '--format', '')).toBe(
      'text\njson\nsarif\ngithub\ngitlab\njunit\nrdjson\nmarkdown\nauto\n',
    );
    expect(await answer('lint', '--rule', 'ignore/un')).toBe('ignore/unknown-rule\nignore/unused\n');
    expect(await answer('explain', 'ignore/un')).toBe('ignore/unknown-rule\nignore/unused\n');
    expect(await answer('rules', 'lay')).toBe('layout\n');
    expect(await answer('new-app', 'podinfo', '--no')).toBe('--no-commit\n');
  });
});

describe('nothing to lint is never green', () => {
  test('an empty folder', async () => {
    const ran = await plainFolder().kit('lint');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toBe(
      'error: no GitOps files here; looked for flux-system/, bootstrap/, clusters/ and *.yaml\n  = help: gitops-kit init prepares a repository\n',
    );
  });

  test('a path that holds none', async () => {
    const repository = goldenRepository();
    repository.write('notes/readme.md', 'x');
    expect(await repository.kit('lint', 'notes')).toMatchObject({ code: 2 });
    expect(await repository.kit('lint', 'podinfo', 'flux-system/**/*.yaml')).toMatchObject({ code: 0 });
    expect((await repository.kit('lint', '../elsewhere')).err).toContain('lies outside the repository');
  });

  test('a path that does not exist, among others', async () => {
    const repository = goldenRepository();
    const ran = await repository.kit('lint', 'podinfo', 'podinof');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('error: the repository holds no podinof; did you mean podinfo?');
  });

  test('a selection counts what it holds', async () => {
    expect((await goldenRepository().kit('lint', 'podinfo')).err).toBe(
      '1 app in 2 files, no problems (charts: 2 not in the cache)\n',
    );
  });

  test('a repository of which everything is ignored', async () => {
    const repository = goldenRepository();
    repository.write('.gitops-kit.jsonc', '{ "ignore": ["**"] }');
    const ran = await repository.kit('lint');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('error: every YAML file here is left out');
  });

  test.each(['lint', 'list', 'new-app web'])('a root that does not exist: %s', async (command) => {
    const repository = goldenRepository();
    repository.write('.gitops-kit.jsonc', '{ "roots": ["flux-sytem"] }');
    const ran = await repository.kit(...command.split(' '));
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(
      'error: .gitops-kit.jsonc:1:13: the root flux-sytem does not exist; did you mean flux-system?',
    );
  });

  test.each([
    ['switched off', '{ "rules": { "yaml/syntax": "off" } }', ''],
    ['silenced', '{}', ' # gitops-kit: ignore[yaml/syntax] not today'],
  ])('a file that cannot be read, its rule %s', async (_how, settings, comment) => {
    const repository = goldenRepository();
    const release = 'podinfo/helmrelease-podinfo.yaml';
    repository.write('.gitops-kit.jsonc', settings);
    repository.write(release, `${repository.read(release)}\t\tx: [${comment}\n`);
    const ran = await repository.kit('lint');
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(`not judged: ${release} could not be read`);
    expect((await repository.kit('list')).err).toContain('1 file could not be read');
  });

  test('a repository that init prepared is clean on its first day, and says that it holds no app', async () => {
    const folder = plainFolder();
    folder.git('init', '--quiet');
    expect(await folder.kit('init')).toMatchObject({ code: 0 });
    expect(await folder.kit('lint')).toMatchObject({ code: 0, err: 'no apps in 1 file, no problems\n' });
  });
});
