import { KitError } from '../core/errors.ts';
import { errorCode, systemReason } from './system-error.ts';

/** Runs `work`; a system call that fails becomes an error of the outside that names file and cause. */
export function outside<T>(doing: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isSystemError(error) ? systemFailure(doing, error) : error;
  }
}

/** A failed system call as an error of the outside. */
export function systemFailure(doing: string, error: unknown, help: readonly string[] = []): KitError {
  const file = error instanceof Error && 'path' in error ? `${String(error.path)}: ` : '';
  return new KitError('write-failed', `could not ${doing}: ${file}${systemReason(error)}`, {
    side: 'outside',
    cause: error,
    help,
  });
}

/** KitErrors have a code too, in lower case. */
function isSystemError(error: unknown): boolean {
  return !(error instanceof KitError) && errorCode(error) !== undefined;
}
