import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import type { Option } from '../../src/commands/command.ts';
import { colorAsText, parse } from '../../src/commands/parser.ts';
import { fakeHost } from '../../src/io/fake.ts';

const text: Option = { type: 'string', describe: 'a text', group: 'Test' };
const options: Readonly<Record<string, Option>> = {
  clusters: text,
  rule: { ...text, array: true },
  staged: { type: 'boolean', describe: 'a switch', group: 'Test' },
};

test.each([
  [['fleet', '--clusters', '-'], { clusters: ['-'] }, []],
  [['fleet', '--clusters=-'], { clusters: ['-'] }, []],
  [['lint', '--rule', '-', '--rule', 'a'], { rule: ['-', 'a'] }, []],
  [['import-clusters', '--staged', '-'], { staged: [true] }, ['-']],
  [['import-clusters', '-'], {}, ['-']],
  [['lint', '--', '--clusters', '-'], {}, ['--clusters', '-']],
  [['lint', '--clusters', '--staged'], { clusters: [''], staged: [true] }, []],
])('%j', (words, values, positionals) => {
  const parsed = parse(options, words);
  expect(Object.fromEntries(parsed.values)).toEqual(values);
  expect(parsed.positionals).toEqual(positionals);
});

describe('--color', () => {
  test.each([
    [
      ['fleet', '--color', 'never'],
      ['fleet', '--color=never'],
    ],
    [
      ['--color', 'auto', 'lint', 'podinfo'],
      ['--color=auto', 'lint', 'podinfo'],
    ],
    [
      ['lint', '--color', 'podinfo'],
      ['lint', '--color=always', 'podinfo'],
    ],
    [
      ['lint', '--color', './never'],
      ['lint', '--color=always', './never'],
    ],
    [
      ['lint', 'never', '--color'],
      ['lint', 'never', '--color=always'],
    ],
    [
      ['lint', '--no-color', 'never'],
      ['lint', '--color=never', 'never'],
    ],
    [
      ['lint', '--', '--color', 'never'],
      ['lint', '--', '--color', 'never'],
    ],
  ])('%j', (words, expected) => {
    expect(colorAsText(words)).toEqual(expected);
  });

  test('before a command names none, and another word is refused', async () => {
    const host = fakeHost({ files: {} });
    expect(await runCli(['--color', 'never', 'help', 'fleet'], host)).toBe(0);
    expect(host.stdout()).toContain('gitops-kit fleet: ');
    expect(await runCli(['list', '--color=nevr'], host)).toBe(2);
    expect(host.stderr()).toContain('--color is always, never, auto, not nevr; did you mean never?');
  });
});

test('help says what the words of the usage line stand for', async () => {
  const host = fakeHost({ files: {} });
  await runCli(['why', '--help'], host);
  expect(host.stdout()).toContain(
    'Usage: gitops-kit why OBJECT [options]\n\n  OBJECT  KIND/NAME or KIND/NAMESPACE/NAME, a file of the repository, or an app\n\n',
  );
  await runCli(['import-clusters', '--help'], host);
  expect(host.stdout()).toContain("import-clusters: record the fleet's clusters in fleet/clusters.jsonc\n");
});
