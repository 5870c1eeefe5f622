/** Who has to act: the caller (exit 2: called wrongly, or forbidden by the repository's state) or the outside (exit 3). */
export type ErrorSide = 'caller' | 'outside';

/** A failure that the user can act on. Anything else that is thrown is our bug and is shown as such. */
export class KitError extends Error {
  override readonly name = 'KitError';
  readonly code: string;
  readonly help: readonly string[];
  readonly side: ErrorSide;

  /**
   * @param code kebab-case, stable: `app-exists`
   * @param message what is wrong, with the value; lower case, no full stop
   */
  constructor(
    code: string,
    message: string,
    options: { readonly help?: readonly string[]; readonly side?: ErrorSide; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.help = options.help ?? [];
    this.side = options.side ?? 'caller';
  }
}
