import type { RepoPath } from '../core/change.ts';
import type { Problem } from '../core/finding.ts';
import { rangeOf } from '../core/text.ts';
import { type BaselineEntry, baselineVersion } from '../model/baseline.ts';
import { toData } from '../yaml/data.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate } from '../yaml/locate.ts';
import type { Data, YamlNode } from '../yaml/node.ts';
import { faultsOf, type SchemaFault, shown } from './faults.ts';
import { validate } from './generated/baseline.js';

/** What a baseline holds, and what is wrong with it: with any problem it must not be used. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
  readonly problems: readonly Problem[];
}

/** Reads a baseline as `lint --update-baseline` writes it; a comma that a merge left over does no harm. */
export function readBaseline(file: RepoPath, text: string): Baseline {
  const { documents, problems } = readJsonc(text);
  const root = documents[0]?.root;
  if (problems.length > 0) return withProblems(file, problems);
  if (root?.kind !== 'map') {
    const range = rangeOf(root ?? { start: 0, end: text.length });
    return withProblems(file, [{ range, message: 'expected an object: { … }' }]);
  }
  const data = toData(root, 'kubectl');
  const other = otherVersion(root, data);
  const faults = other === undefined ? faultsOf(validate, root, data) : [other];
  return faults.length > 0 ? withProblems(file, faults) : { entries: entriesOf(data), problems: [] };
}

/** Another format need not fit our schema in anything else. */
function otherVersion(root: YamlNode, data: Data): SchemaFault | undefined {
  const said = typeof data === 'object' && data !== null && 'version' in data ? data['version'] : undefined;
  if (said === undefined || said === baselineVersion) return undefined;
  return {
    range: locate(root, ['version']).value,
    message: `version is ${shown(said)}; expected ${baselineVersion}`,
    help: 'another version of gitops-kit wrote it: use that one',
  };
}

function withProblems(file: RepoPath, faults: readonly SchemaFault[]): Baseline {
  const problems = faults.map(({ range, message, help }) => ({
    at: { file, range },
    message,
    ...(help === undefined ? {} : { help }),
  }));
  return { entries: [], problems };
}

/** An entry as the file has it. */
type Written = Pick<BaselineEntry, 'rule' | 'file' | 'message'> &
  Partial<Pick<BaselineEntry, 'object' | 'count'>>;

function entriesOf(data: Data): readonly BaselineEntry[] {
  // The border: the schema has the same keys and types.
  const { findings } = data as { readonly findings: readonly Written[] };
  return findings.map(({ rule, file, object, message, count = 1 }) => ({
    rule,
    file,
    object,
    message,
    count,
  }));
}
