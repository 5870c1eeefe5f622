import type { RepoPath } from '../core/change.ts';
import type { Problem } from '../core/finding.ts';
import type { YamlProblem, YamlProblemKind } from '../yaml/node.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A rule that says what the YAML reader found: one kind of problem, in every file of the repository. */
export function yamlRule(
  kind: YamlProblemKind,
  rule: Pick<Rule, 'severity' | 'summary' | 'why' | 'examples' | 'repair'> & {
    readonly help: string;
    /** Which problems of the kind; all unless it is said. */
    readonly only?: (problem: YamlProblem, file: RepoPath, context: RuleContext) => boolean;
  },
): Rule {
  const { help, only = () => true, ...prose } = rule;
  return {
    id: `yaml/${kind}`,
    preset: 'recommended',
    since: '0.1.0',
    ...prose,
    *check(context) {
      const { repo } = context;
      for (const [file, problems] of repo.problems) {
        for (const problem of problems)
          if (problem.kind === kind && only(problem, file, context)) yield yamlProblem(file, problem, help);
      }
    },
  };
}

function yamlProblem(file: RepoPath, problem: YamlProblem, help: string): Problem {
  const { range, related, replacement } = problem;
  return {
    at: { file, range },
    message: problem.message,
    help: problem.help ?? help,
    ...(related === undefined
      ? {}
      : { related: [{ at: { file, range: related.range }, message: related.message }] }),
    ...(replacement === undefined
      ? {}
      : {
          fix: {
            title: `write ${replacement}`,
            // The reader offers a replacement only where Flux goes on applying the same value.
            safety: 'safe',
            changes: [{ kind: 'edit', path: file, edits: [{ range, text: replacement }] }],
          },
        }),
  };
}

/**
 * Whether the two readers differ in nothing but the newline at the end of a block text, which the reader says by
 * offering the block's header with `-`.
 */
export function isFinalNewline({ replacement }: YamlProblem): boolean {
  return /^[|>][0-9]*-$/.test(replacement ?? '');
}
