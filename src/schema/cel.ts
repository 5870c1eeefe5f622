import type { Data } from '../yaml/node.ts';

/** Evaluates rules in CEL (https://github.com/google/cel-spec), each compiled once. */
export interface CelRules {
  /** Whether a rule says false of a value; a rule that cannot be evaluated says nothing. */
  isBroken(rule: string, self: Data): boolean;
}

/** A rule that was compiled: its answer for `self`. */
export type CelProgram = (context: { readonly self: Data }) => unknown;

/**
 * CEL, loaded when the first rule needs it.
 * @param load gives the compiler, which throws where it does not understand a rule
 */
export function celRules(load: () => (rule: string) => CelProgram): CelRules {
  const programs = new Map<string, CelProgram | undefined>();
  const programOf = (rule: string): CelProgram | undefined => {
    if (!programs.has(rule)) programs.set(rule, compiled(load(), rule));
    return programs.get(rule);
  };
  return {
    isBroken: (rule, self) => {
      const program = programOf(rule);
      try {
        return program?.({ self }) === false;
      } catch {
        // A function that is not known here, or a field that is not there: the API server will say.
        return false;
      }
    },
  };
}

/** Undefined for a rule that uses more of CEL than is known here. */
function compiled(compile: (rule: string) => CelProgram, rule: string): CelProgram | undefined {
  try {
    return compile(rule);
  } catch {
    return undefined;
  }
}
