import { expect, test } from 'vitest';
import { runCli } from '../../src/commands/cli.ts';
import type { Files } from '../../src/core/change.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { bases, golden } from '../support/golden.ts';

async function run(command: string, files: Files) {
  const texts = Object.fromEntries([...files.paths()].map((path) => [path, files.text(path) ?? '']));
  const host = fakeHost({ files: texts });
  const code = await runCli(command.split(' '), host);
  return { code, err: host.stderr(), written: host.written.length };
}

test('what is only shown says whether the real run would want --force, and why', async () => {
  const lost = 'note: to write this, --force is needed: removing podinfo would lose data\n';
  expect((await run('remove-app podinfo --dry-run', golden.files)).err).toContain(lost);
  expect((await run('remove-app podinfo --diff', golden.files)).err).toContain(lost);
  for (const flags of ['--dry-run --force', '--dry-run --keep-namespace'])
    expect((await run(`remove-app podinfo ${flags}`, golden.files)).err, flags).not.toContain('is needed');
  expect((await run('remove-app redis --keep-namespace --dry-run', golden.files)).err).toContain(
    'note: to write this, --force is needed: others wait for app redis: Kustomization podinfo ',
  );
  expect((await run('rename-app podinfo frontend --dry-run', golden.files)).err).toContain(
    'note: to write this, --force is needed: renaming podinfo to frontend would lose data\n',
  );
});

test('what stays on a control plane is said and loses nothing', async () => {
  const { code, err, written } = await run('remove-app podinfo', bases.fleet);
  expect(err).toContain(
    'note: Namespace podinfo stays on the control plane until you kubectl delete it there with everything that is in it\n',
  );
  expect(err).not.toContain('lose');
  expect({ code, written }).toEqual({ code: 0, written: 1 });
});
