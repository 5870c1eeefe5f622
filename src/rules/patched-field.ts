import type { RepoPath } from '../core/change.ts';
import { inputsOf } from '../model/kustomize-inputs.ts';
import type { Repo } from '../model/repo.ts';
import { mayMatch } from '../model/target-pattern.ts';
import { resolvePath } from '../model/tree.ts';
import type { Data } from '../yaml/node.ts';

interface PatchText {
  /** The kind that the patch's target names; undefined where none does. */
  readonly kind: string | undefined;
  readonly text: string;
}

const known = new WeakMap<Repo, readonly PatchText[]>();

const answers = new WeakMap<Repo, Map<string, boolean>>();

/**
 * Whether some patch of the repository may write that field of objects of a kind. Patches are not applied here: a Kustomization may
 * give all others a field (`spec.patches`), and what a file does not say is then said elsewhere.
 * @param field a name, or an expression of our own
 */
export function mayBeWritten(repo: Repo, kind: string, field: string): boolean {
  const asked = answers.get(repo) ?? new Map<string, boolean>();
  answers.set(repo, asked);
  const question = `${kind} ${field}`;
  const answer = asked.get(question) ?? isWritten(repo, kind, field);
  asked.set(question, answer);
  return answer;
}

function isWritten(repo: Repo, kind: string, field: string): boolean {
  const written = new RegExp(`\\b${field}\\b`);
  return patches(repo).some(
    (patch) =>
      (patch.kind === undefined ? patch.text.includes(kind) : mayMatch(patch.kind, kind)) &&
      written.test(patch.text),
  );
}

function patches(repo: Repo): readonly PatchText[] {
  const before = known.get(repo);
  if (before !== undefined) return before;
  const found = [...ofObjects(repo), ...ofKustomizationFiles(repo)];
  known.set(repo, found);
  return found;
}

/** `spec.patches` of Flux Kustomizations, and the patches of a FluxInstance. */
function* ofObjects(repo: Repo): Iterable<PatchText> {
  for (const resource of repo.resources) {
    for (const path of [
      ['spec', 'patches'],
      ['spec', 'kustomize', 'patches'],
    ]) {
      for (const patch of resource.list(...path)) yield* patchIn(patch);
    }
  }
}

function patchIn(patch: Data): PatchText[] {
  if (typeof patch !== 'object' || patch === null || !('patch' in patch)) return [];
  const { patch: text, target } = patch;
  if (typeof text !== 'string') return [];
  const kind = typeof target === 'object' && target !== null && 'kind' in target ? target['kind'] : undefined;
  return [{ text, kind: typeof kind === 'string' && kind !== '' ? kind : undefined }];
}

/** The patches of kustomization.yaml files, in place or in files, with no look at their targets. */
function* ofKustomizationFiles(repo: Repo): Iterable<PatchText> {
  const read = new Set<RepoPath>();
  for (const [folder, { file, root }] of repo.kustomizations) {
    if (root === undefined) continue;
    const inputs = inputsOf(root).filter(({ field }) => field.startsWith('patches'));
    const paths = inputs.flatMap(({ written }) => resolvePath(folder, written) ?? []);
    const text = repo.files.text(file);
    if (text !== undefined && /^patches/m.test(text)) paths.push(file);
    for (const path of paths) {
      const patch = read.has(path) ? undefined : repo.files.text(path);
      read.add(path);
      if (patch !== undefined) yield { kind: undefined, text: patch };
    }
  }
}
