// A small program around src/io that tests start, kill and feed with faults: `write PLAN MESSAGE`, `recover`.
import { KitError } from '../../src/core/errors.ts';
import { openRepository } from '../../src/io/repository.ts';
import { onSignals } from '../../src/io/signals.ts';

onSignals();
const [mode, plan = '{}', message = ''] = process.argv.slice(2);
const repository = openRepository(process.cwd(), '.');
try {
  const recovered = repository.recover();
  if (recovered !== undefined) process.stdout.write(`${recovered}\n`);
  if (mode === 'write') {
    const commit = message === '' ? undefined : { message };
    await repository.write(JSON.parse(plan), { commit });
  }
} catch (error) {
  process.exitCode = error instanceof KitError && error.side === 'outside' ? 3 : 2;
  process.stderr.write(
    error instanceof KitError ? `${error.message}\n` : `internal error: ${String(error)}\n`,
  );
}
