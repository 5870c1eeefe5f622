import { KitError } from '../../src/core/errors.ts';

/** The code, the message and the help of what is refused. */
export function refusal(
  run: () => unknown,
): readonly [code: string, message: string, ...help: readonly string[]] {
  try {
    run();
  } catch (error) {
    if (error instanceof KitError) return [error.code, error.message, ...error.help];
    throw error;
  }
  throw new Error('nothing was refused');
}
