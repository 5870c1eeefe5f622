import type { RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { positions, type Range, rangeOf } from '../core/text.ts';
import { fieldOf } from '../fleet/fields.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import { pointerTo } from '../fleet/json-pointer.ts';
import type { DataMap } from '../fleet/policy.ts';
import { readSigsYaml } from '../fleet/sigs-yaml.ts';
import type { App } from '../model/app.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import { isEncrypted } from '../model/resource.ts';
import { embedded } from '../yaml/embedded.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data, Path, ScalarNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isMap } from '../yaml/render.ts';
import { checkDelivered } from './placed-objects.ts';

/** How a value reaches a cluster: in the text of the values, or inline in the HelmRelease, which goes over them. */
export type OverrideVia = 'configmap' | 'spec-values';

/** The object that an override changes, and where its values are. */
export interface OverrideTarget {
  readonly template: Template;
  /** The HelmRelease that is given the values. */
  readonly release: Template;
  readonly via: OverrideVia;
  /** Of a ConfigMap the JSON pointer to the text that is patched. */
  readonly field: string | undefined;
  /** What stands before the path of a value in the document that is patched. */
  readonly above: Path;
  readonly notes: readonly string[];
  /** The document that is patched, in the object as it is at some point. */
  document(object: DataMap): Data;
}

/** Finds what to patch. @throws KitError `no-values`, `not-delivered`, `unseen-values`, `broken-values`, `no-field-overrider` */
export function overrideTarget(
  app: App,
  via: OverrideVia,
  { fleet, repo }: { readonly fleet: Fleet; readonly repo: Repo },
): OverrideTarget {
  const { helmRelease } = app;
  const { karmadaVersion } = repo.settings;
  const release = helmRelease === undefined ? undefined : fleet.templateOf(helmRelease);
  if (helmRelease !== undefined && release === undefined) checkDelivered(repo, helmRelease);
  if (release === undefined)
    throw new KitError('no-values', `app ${app.name} has no HelmRelease, and so no values that could differ`);
  if (via === 'spec-values')
    return {
      template: release,
      release,
      via,
      field: undefined,
      above: ['spec', 'values'],
      notes: [],
      document: (object) => object,
    };
  if (isBefore(karmadaVersion, 12))
    throw new KitError(
      'no-field-overrider',
      `Karmada ${karmadaVersion} cannot patch the text of a ConfigMap: fieldOverrider came with 1.12`,
      { help: ['override the values inline: --via spec-values'] },
    );
  return configMapTarget(app, release, { fleet, repo });
}

/** Of several ConfigMaps the one whose values go over the others. */
function configMapTarget(
  app: App,
  release: Template,
  { fleet, repo }: { readonly fleet: Fleet; readonly repo: Repo },
): OverrideTarget {
  const entries = app.view.references.filter(
    ({ role, from, path }) =>
      role === 'values' &&
      from === app.helmRelease &&
      (from.text(...path.slice(0, -1), 'targetPath') ?? '') === '',
  );
  const at = entries.findLastIndex(({ kind }) => kind === 'ConfigMap');
  const entry = entries[at];
  if (entry === undefined) {
    const secret = entries.find(({ kind }) => kind === 'Secret');
    const where =
      secret === undefined ? 'in no ConfigMap' : `in Secret ${secret.name}, whose texts Karmada cannot patch`;
    throw new KitError('unseen-values', `the values of ${app.name} are ${where}`, { help: inline });
  }
  const { namespace, name, key = 'values.yaml' } = entry;
  const found = fleet.find('ConfigMap', namespace, name, '');
  const title = `ConfigMap ${name}`;
  if (found === undefined || isEncrypted(found.resource))
    throw unseen(
      `${title}, which holds the values of ${app.name}, ${found === undefined ? 'is not in this repository' : 'is encrypted'}`,
    );
  const node = nodeAt(found.resource.node, ['data', key]);
  if (node?.kind !== 'scalar') throw unseen(`${title} has no text in ${key}`);
  checkPatchable(node, { title: `${title}, key ${key},`, file: found.resource.file, repo });
  return {
    template: found,
    release,
    via: 'configmap',
    field: pointerTo(['data', key]),
    above: [],
    notes: entries.slice(at + 1).map((later) => overNote(later)),
    document(object) {
      const text = fieldOf(fieldOf(object, 'data'), key);
      const read = readSigsYaml(typeof text === 'string' ? text : '');
      return 'data' in read ? read.data : null;
    },
  };
}

/** What Karmada would lose, or stumble over: that is mended where it stands. */
function checkPatchable(
  node: ScalarNode,
  { title, file, repo }: { readonly title: string; readonly file: RepoPath; readonly repo: Repo },
): void {
  const { text } = node;
  const outer = repo.files.text(file) ?? '';
  const fault = (at: Range | undefined, message: string): KitError => {
    const { line, column } = positions(outer)(at?.start ?? node.start);
    return new KitError('broken-values', `${file}:${line}:${column}: ${title} ${message}`, {
      help: [`mend it there: gitops-kit lint ${file}`, 'nothing was written'],
    });
  };
  const inner = (range: Range | undefined): Range | undefined =>
    range === undefined ? undefined : embedded(outer, node).toOuter(range);
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const read = readSigsYaml(text);
  if ('error' in read) {
    const at = problems.find(({ fatal }) => fatal) ?? problems[0];
    // The line is said already, as that of the file.
    const why = read.error.replace(/^yaml: line \d+: /, 'yaml: ');
    throw fault(inner(at?.range), `is no YAML that Karmada can patch: ${why}`);
  }
  const [first, second] = documents.flatMap(({ root }) => root ?? []);
  if (second !== undefined)
    throw fault(
      inner(rangeOf(second)),
      'holds several documents, of which Karmada would keep the first alone',
    );
  if (read.data !== null && !isMap(read.data)) throw fault(inner(first), 'is no mapping of values');
}

function overNote({ kind, name }: Reference): string {
  return `the values of ${kind} ${name} go over these, on every cluster`;
}

const inline = ['override them inline, over all others: --via spec-values', 'nothing was written'];

function unseen(message: string): KitError {
  return new KitError('unseen-values', message, { help: inline });
}

/** Whether a version of Karmada 1 is older than a minor one. */
function isBefore(version: string | undefined, minor: number): boolean {
  const found = /^v?1\.(\d+)/.exec(version ?? '');
  return found?.[1] !== undefined && Number(found[1]) < minor;
}
