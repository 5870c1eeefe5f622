import type { RepoPath } from '../core/change.ts';
import { selectable } from '../fleet/choice.ts';
import { fieldOf, listOf, textOf } from '../fleet/fields.ts';
import type { Fleet, Template } from '../fleet/fleet.ts';
import { labelSelector } from '../fleet/label-selector.ts';
import type { OverrideRule, Policy, Selector } from '../fleet/policy.ts';
import { matcher, scoreOf } from '../fleet/selectors.ts';
import { groupBy } from '../model/group.ts';
import { isFluxGroup } from '../model/object-names.ts';
import type { Repo } from '../model/repo.ts';
import { objectsNamed } from './fleet-policies.ts';

/** The objects of one kind, by name. */
export type Shelf = ReadonlyMap<string, readonly Template[]>;

/** The objects of a fleet, by kind. */
export function shelves({ templates }: Fleet): ReadonlyMap<string, Shelf> {
  const kinds = groupBy(templates, ({ kind }) => kind);
  return new Map([...kinds].map(([kind, all]) => [kind, groupBy(all, ({ name }) => name)]));
}

/** Whether a selector finds an object of its kind. */
export function isFound(shelf: Shelf, selector: Selector): boolean {
  const { name, labelSelector: labels } = selector;
  // Labels count only where there is no name: they are read once for all objects, and asked last.
  const isLabelled = name === '' && labels !== undefined ? labelSelector(labels).matches : () => true;
  const plain = { ...selector, labelSelector: undefined };
  const candidates = name === '' ? [...shelf.values()].flat() : (shelf.get(name) ?? []);
  return candidates.some(
    (each) => scoreOf(plain, { ...each, namespace: each.namespace ?? '' }) > 0 && isLabelled(each.labels),
  );
}

/** Whether a ClusterOverridePolicy may write the labels by which an OverridePolicy then selects (rule 33). */
export function mayBeLabelled(fleet: Fleet, { kind, namespace }: Policy, shelf: Shelf): boolean {
  if (kind !== 'OverridePolicy') return false;
  const labelling = fleet.overridePolicies.filter(
    (each) => each.kind === 'ClusterOverridePolicy' && each.rules().some(writesLabels),
  );
  if (labelling.length === 0) return false;
  const matches = matcher(labelling, { withoutSelectors: true });
  return [...shelf.values()]
    .flat()
    .some((each) => each.namespace === namespace && matches(selectable(each)).length > 0);
}

function writesLabels({ overriders }: OverrideRule): boolean {
  if (listOf(fieldOf(overriders, 'labelsOverrider')).length > 0) return true;
  return listOf(fieldOf(overriders, 'plaintext')).some((each) =>
    /^(?:$|\/metadata(?:$|\/labels(?:$|\/)))/.test(textOf(fieldOf(each, 'path'))),
  );
}

/** Whether the repository would hold the object if it existed: Secrets, and what is made in the cluster, may be anywhere. */
export function isKept(
  repo: Repo,
  { kind, apiVersion }: Pick<Selector, 'kind' | 'apiVersion'>,
  shelf: Shelf,
): boolean {
  if (kind === 'Secret' || repo.unread.size > 0) return false;
  return shelf.size > 0 || isFluxGroup(apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0)));
}

/** Whether something else brings the object about: the outside, or a kustomization.yaml. */
export function isMadeElsewhere(repo: Repo, { kind, namespace, name }: Selector): boolean {
  const isExternal = repo.settings.externals.some(
    (each) => each.kind === kind && each.name === name && (each.namespace ?? namespace) === namespace,
  );
  if (isExternal || repo.views.some((view) => view.makes(kind, namespace, name) !== undefined)) return true;
  const isNamed = (file: RepoPath): boolean => repo.files.text(file)?.includes(name) === true;
  if ([...repo.unread].some(isNamed)) return true;
  const files = [...repo.kustomizationFiles.values()].filter(isNamed);
  // Generators make nothing but these; of others, the file may mean the object that says its namespace.
  const namesakes = objectsNamed(repo, kind, name);
  const isMeant = namesakes.length > 0 && namesakes.every((each) => each.namespace !== undefined);
  if (kind === 'ConfigMap' || kind === 'Secret' || !isMeant) return files.length > 0;
  return files.some((file) => repo.files.text(file)?.includes(`namespace: ${namespace}`) === true);
}
