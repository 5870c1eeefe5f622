import type { RepoPath } from '../core/change.ts';
import type { Fix, Problem } from '../core/finding.ts';
import type { TextEdit } from '../core/text.ts';
import type { YamlProblem, YamlProblemKind } from '../yaml/node.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A rule that says what the YAML reader found: one kind of problem, in every file of the repository. */
export function yamlRule(
  kind: YamlProblemKind,
  rule: Pick<Rule, 'severity' | 'summary' | 'why' | 'examples' | 'repair'> & {
    readonly help: string;
    /** Which problems of the kind; all unless it is said. */
    readonly only?: (problem: YamlProblem, file: RepoPath, context: RuleContext) => boolean;
    /** What takes a problem away for which the reader offers no replacement. */
    readonly repairOf?: (text: string, problem: YamlProblem) => TextRepair | undefined;
  },
): Rule {
  const { help, only = () => true, repairOf, ...prose } = rule;
  return {
    id: `yaml/${kind}`,
    preset: 'recommended',
    since: '0.1.0',
    ...prose,
    *check(context) {
      const { repo } = context;
      for (const [file, problems] of repo.problems) {
        for (const problem of problems)
          if (problem.kind === kind && only(problem, file, context)) {
            const text = repairOf === undefined ? undefined : repo.files.text(file);
            const repair = text === undefined ? undefined : repairOf?.(text, problem);
            yield yamlProblem(file, problem, { help, repair: repair ?? replaced(problem) });
          }
      }
    },
  };
}

/** Edits of a text that take a problem away. */
export interface TextRepair extends Pick<Fix, 'title' | 'safety'> {
  readonly edits: readonly TextEdit[];
}

/** A repair, where its edits can be made. */
export function repairBy(
  edits: readonly TextEdit[] | undefined,
  said: Pick<Fix, 'title' | 'safety'>,
): TextRepair | undefined {
  return edits === undefined ? undefined : { ...said, edits };
}

/** The reader offers a replacement only where Flux goes on applying the same value. */
function replaced({ range, replacement }: YamlProblem): TextRepair | undefined {
  if (replacement === undefined) return undefined;
  return { title: `write ${replacement}`, safety: 'safe', edits: [{ range, text: replacement }] };
}

function yamlProblem(
  file: RepoPath,
  problem: YamlProblem,
  { help, repair }: { readonly help: string; readonly repair: TextRepair | undefined },
): Problem {
  const { range, related } = problem;
  return {
    at: { file, range },
    message: problem.message,
    help: problem.help ?? help,
    ...(related === undefined
      ? {}
      : { related: [{ at: { file, range: related.range }, message: related.message }] }),
    ...(repair === undefined ? {} : { fix: fixOf(file, repair) }),
  };
}

function fixOf(file: RepoPath, { title, safety, edits }: TextRepair): Fix {
  return { title, safety, changes: [{ kind: 'edit', path: file, edits }] };
}

/**
 * Whether the two readers differ in nothing but the newline at the end of a block text, which the reader says by
 * offering the block's header with `-`.
 */
export function isFinalNewline({ replacement }: YamlProblem): boolean {
  return /^[|>][0-9]*-$/.test(replacement ?? '');
}
