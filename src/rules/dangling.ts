import type { Problem } from '../core/finding.ts';
import { nearest } from '../core/suggest.ts';
import { folderOf } from '../model/layout.ts';
import { mayBeOneCluster } from '../model/one-cluster.ts';
import type { Reference } from '../model/references.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import { isWithin, kustomizationPath } from '../model/tree.ts';
import type { View } from '../model/view.ts';
import { unapplied } from './applied.ts';
import { declaredHere, named } from './named.ts';

/** How a rule speaks of a reference that leads nowhere. */
export interface Wording {
  /** `refers to`, `reads`, `depends on`: between the two objects. */
  readonly verb: string;
  /** What to do when nothing suggests itself. */
  readonly help: string;
  /** What to do when the object exists in another namespace. */
  readonly elsewhere: (found: Resource) => string;
  /** What writes that, where no other object can be meant. */
  readonly mend?: (found: Resource) => Pick<Problem, 'fix'>;
}

/**
 * What is wrong with a reference, or undefined when its target is there or may be there. Where something of the view could
 * not be read, or comes from elsewhere, and hardly holds the target, a near miss is worth a word, and a name that is
 * missing among several of its kind.
 */
export function dangling(
  { repo, view }: { readonly repo: Repo; readonly view: View },
  reference: Reference,
  wording: Wording,
): Problem | undefined {
  const { from, kind, namespace, name, optional } = reference;
  if (optional || name.includes('${') || namespace?.includes('${')) return undefined;
  if (view.makes(kind, namespace, name) !== undefined) return undefined;
  const others = repo.views.filter(
    (other) => other !== view && other.makes(kind, namespace, name) !== undefined,
  );
  if (others.some((other) => mayBeOneCluster(view, other))) return undefined;
  const doubt = view.doubt(reference);
  if (doubt === 'perhaps') return undefined;
  const peers = view.ofKind(kind, reference.group);
  const [away, ...more] = peers.filter((peer) => view.nameOf(peer) === name);
  const target = `${kind} ${name}`;
  if (away !== undefined) {
    const place = view.namespaceOf(away) ?? 'default';
    return {
      at: namespacePlace(reference),
      object: from.object,
      message: `${named(from)} ${wording.verb} ${target} in namespace ${namespace ?? 'default'}, which does not exist; there is one in namespace ${place}`,
      help: wording.elsewhere(away),
      related: [declaredHere(away)],
      ...(more.length === 0 ? wording.mend?.(away) : {}),
    };
  }
  const made = generatedElsewhere(view, reference);
  if (made !== undefined) {
    return {
      at: namespacePlace(reference),
      object: from.object,
      message: `${named(from)} ${wording.verb} ${target} in namespace ${namespace ?? 'default'}, which does not exist; kustomize generates one in namespace ${made}`,
      help: `write namespace: ${namespace ?? 'default'} in the kustomization.yaml that generates it`,
    };
  }
  const idle = idleTarget(repo, reference);
  if (idle !== undefined && mayBeApplied(repo, idle)) return undefined;
  // What is listed and not there may be a misspelt name of this very object.
  if (idle !== undefined && doubt === 'none') {
    return {
      at: from.at(...reference.path),
      object: from.object,
      message: `${named(from)} ${wording.verb} ${target}, which no Kustomization applies`,
      help: `apply ${idle.file}: move it to a folder that a Kustomization applies, or add it to its kustomization.yaml`,
      related: [declaredHere(idle)],
    };
  }
  // What another cluster has is no slip.
  const elsewhere = others.find((other) => other.makes(kind, namespace, name) !== 'producer');
  const near = elsewhere === undefined ? nearName(view, reference, peers) : undefined;
  const declared = near === undefined ? undefined : view.find(kind, namespace, near, reference.group);
  if (near === undefined && doubt === 'hardly' && !livesHere(view, reference, peers)) return undefined;
  return {
    at: from.at(...reference.path),
    object: from.object,
    message: `${named(from)} ${wording.verb} ${target}, which does not exist${near === undefined ? '' : `; did you mean ${near}?`}`,
    help: wording.help,
    ...(declared === undefined ? declaredFor(elsewhere, reference) : { related: [declaredHere(declared)] }),
  };
}

/** Where the target is declared for another cluster, which has it. */
function declaredFor(
  other: View | undefined,
  { kind, group, namespace, name }: Reference,
): Pick<Problem, 'related'> {
  const found = other?.find(kind, namespace, name, group);
  if (other === undefined || found === undefined) return {};
  const { at, message } = declaredHere(found);
  return { related: [{ at, message: `${message}, for ${other.root === '' ? './' : other.root}` }] };
}

/** The namespace in which a generator of a kustomization.yaml makes an object of that name. */
function generatedElsewhere(view: View, { kind, name }: Reference): string | undefined {
  for (const { generated } of view.builds) {
    const found = generated.find((each) => each.kind === kind && each.name === name);
    if (found !== undefined) return found.namespace ?? 'default';
  }
  return undefined;
}

/** Whether a Kustomization that nothing here applies would bring the object: the repository has a root that it does not name. */
function mayBeApplied(repo: Repo, { file }: Resource): boolean {
  return unapplied(repo).kustomizations.some(
    (kustomization) =>
      isWithin(file, kustomizationPath(kustomization.text('spec', 'path') ?? '')) ||
      isWithin(file, folderOf(kustomization.file)),
  );
}

/** Whether objects of that kind are kept in this repository: one that is not here is nowhere. Values lie beside their release. */
function livesHere(view: View, { from, role, namespace }: Reference, peers: readonly Resource[]): boolean {
  if (role === 'values' && peers.some(({ file }) => folderOf(file) === folderOf(from.file))) return true;
  return peers.filter((peer) => view.namespaceOf(peer) === namespace).length >= 3;
}

/** The object that is meant, where the repository holds it and nothing applies it. */
function idleTarget(repo: Repo, { kind, group, namespace, name }: Reference): Resource | undefined {
  const idle = unapplied(repo).resources;
  return repo
    .ofKind(kind, group)
    .find((each) => each.name === name && (each.namespace ?? namespace) === namespace && idle.has(each));
}

/** The name that is a slip away, in the same namespace: of an object, or of what bootstrap makes. */
function nearName(view: View, reference: Reference, peers: readonly Resource[]): string | undefined {
  const { kind, namespace, name } = reference;
  const here = peers.filter((peer) => view.namespaceOf(peer) === namespace).map((peer) => view.nameOf(peer));
  const made = view.makes(kind, namespace, 'flux-system') === undefined ? [] : ['flux-system'];
  return nearest(name, [...here, ...made]) ?? sameStem(name, here);
}

/** The only name that is the other's beginning: `podinfo-charts` for `podinfo`, or the other way round. */
function sameStem(name: string, candidates: readonly string[]): string | undefined {
  const found = candidates.filter((each) => name.startsWith(`${each}-`) || each.startsWith(`${name}-`));
  return found.length === 1 ? found[0] : undefined;
}

/** Where the reference says its namespace, else where it says its name. */
function namespacePlace({ from, path }: Reference) {
  const beside = [...path.slice(0, -1), 'namespace'];
  return path.at(-1) === 'name' && from.get(...beside) !== undefined ? from.at(...beside) : from.at(...path);
}
