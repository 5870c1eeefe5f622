import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import type { CelProgram } from './cel.ts';

// A module of its own in dist/schemas: it is loaded only where values decide a rule.

const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true })
  // Patterns of CRDs are RE2's, in linear time; the compiler's own `matches` is JavaScript's.
  .registerFunction('string.matchesInLinearTime(string): bool', (text: string, pattern: string) =>
    RE2JS.compile(pattern).matcher(text).find(),
  );

/** Compiles a rule in CEL; throws where it uses what is not known here. */
export function compileRule(rule: string): CelProgram {
  const program = environment.parse(rule.replace(/\.matches\(/g, '.matchesInLinearTime('));
  return (context) => program(context);
}
