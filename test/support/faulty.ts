import fc from 'fast-check';
import { applyChanges, type Change, type Files, filesOf, type RepoPath } from '../../src/core/change.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Example } from '../../src/rules/rule.ts';
import { goldenFiles } from './golden.ts';

/** Examples of what can be fixed, where nothing but the files matters. */
const faults: readonly Example[] = rules
  .filter(({ repair, compares }) => repair !== undefined && compares !== true)
  .flatMap(({ examples }) => examples)
  .filter(
    ({ finds, options, schemas, faults: unreadable, fluxVersion }) =>
      finds.length > 0 && options === undefined && (schemas ?? unreadable ?? fluxVersion) === undefined,
  );

/** Ways in which a text may be written without meaning anything else. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  'carriage returns': (text) => text.replace(/\r?\n/g, '\r\n'),
  'no newline at the end': (text) => (/[|>]/.test(text) ? text : text.replace(/(?:\r?\n)+$/, '')),
  'tabs in comments': (text) =>
    text.replace(/^( *(?:name|interval|path|kind): [^\s#|>&*]+)$/gm, '$1\t# one\ttwo'),
  'comments between lines': (text) => text.replace(/^( *)(spec|metadata|data):$/gm, '$1# above $2\n\n$1$2:'),
  'a head and an end': (text) => `# head\n\n${text}`,
  anchors: (text) =>
    text
      .replace(/^( {2}name: )([a-z-]+)$/m, '$1&name $2')
      .replace(/^( {2}releaseName: )[a-z-]+$/m, '$1*name'),
  'flow style': (text) =>
    text.replace(
      /^metadata:\n {2}name: (\S+)\n {2}namespace: (\S+)\n(?! )/m,
      'metadata: {name: $1, namespace: $2} # flow\n',
    ),
  quotes: (text) =>
    text.replace(/^( +(?:name|interval|timeout|path|chart|version): )([\w./-]+)$/gm, "$1'$2'"),
  'items without indentation': (text) => text.replace(/^ {2}dependsOn:\n {4}- /m, '  dependsOn:\n  - '),
};

/** The golden repository with some faults, its files written in all the ways that people have. */
export const faultyRepositories: fc.Arbitrary<{
  readonly files: Files;
  /** What was done to it, for whoever reads a failure. */
  readonly faults: readonly unknown[];
  readonly forms: unknown;
}> = fc
  .tuple(
    fc.subarray([...faults.keys()], { minLength: 1, maxLength: 6 }),
    fc.dictionary(fc.constantFrom(...goldenFiles.paths()), fc.subarray(Object.keys(forms), { maxLength: 3 })),
  )
  .map(([chosen, written]) => {
    const files = chosen.reduce((now, index) => withFault(now, faults[index]), goldenFiles);
    const made = filesOf(
      new Map(
        [...files.paths()].map((path) => {
          const text = files.text(path) ?? '';
          const ways = /\.ya?ml$/.test(path) ? (written[path] ?? []) : [];
          return [path, ways.reduce((now, way) => forms[way]?.(now) ?? now, text)] as const;
        }),
      ),
    );
    return { files: made, faults: chosen.map((index) => faults[index]?.title), forms: written };
  });

/** What of an example's changes can still be made. */
function withFault(files: Files, example: Example | undefined): Files {
  const { replace = [], create = {}, remove = [], move = [] } = example ?? {};
  const isFree = (path: RepoPath): boolean => files.text(path) === undefined;
  const changes: Change[] = [];
  for (const [path, old, now] of replace) {
    const parts = files.text(path)?.split(old) ?? [];
    if (parts.length !== 2 || changes.some((change) => change.path === path)) continue;
    const start = parts[0]?.length ?? 0;
    changes.push({ kind: 'edit', path, edits: [{ range: { start, end: start + old.length }, text: now }] });
  }
  for (const [path, text] of Object.entries(create))
    if (isFree(path)) changes.push({ kind: 'create', path, text });
  const left = [...remove].filter((path) => !isFree(path));
  for (const path of left) changes.push({ kind: 'delete', path });
  for (const [path, to] of move)
    if (!isFree(path) && isFree(to) && !left.includes(path)) changes.push({ kind: 'move', path, to });
  return applyChanges(files, changes);
}
