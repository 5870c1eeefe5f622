import type { Problem } from '../core/finding.ts';
import type { Reference } from '../model/references.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { View } from '../model/view.ts';
import { dangling } from './dangling.ts';
import { viewsAndIdle } from './idle-view.ts';
import { declaredHere, named } from './named.ts';
import type { RuleContext } from './rule.ts';

/** The two kinds that know `dependsOn`; each may name its own kind only. */
export type Dependent = 'Kustomization' | 'HelmRelease';

const other = { Kustomization: 'HelmRelease', HelmRelease: 'Kustomization' } as const;
const groupOf = { Kustomization: fluxGroups.kustomize, HelmRelease: fluxGroups.helm } as const;

/** The `dependsOn` entries of one kind in one view. */
function* dependencies(view: View, kind: Dependent): Iterable<Reference> {
  for (const reference of view.references) {
    if (reference.role === 'depends-on' && reference.from.kind === kind) yield reference;
  }
}

/** Entries that name nothing of any kind. */
export function* missingDependencies({ repo }: RuleContext, kind: Dependent): Iterable<Problem> {
  for (const view of viewsAndIdle(repo)) {
    for (const reference of dependencies(view, kind)) {
      if (ofOtherKind(view, reference, kind) !== undefined) continue;
      const problem = dangling({ repo, view }, reference, {
        verb: 'depends on',
        help: `name a ${kind} that this repository applies, or remove the entry: ${kind} ${reference.from.name} waits for it forever`,
        elsewhere: (found) => `add namespace: ${view.namespaceOf(found) ?? 'default'} to the entry`,
      });
      if (problem !== undefined) yield problem;
    }
  }
}

/** Entries that name an object of the other kind. */
export function* wrongKindDependencies({ repo }: RuleContext, kind: Dependent): Iterable<Problem> {
  for (const view of repo.views) {
    for (const reference of dependencies(view, kind)) {
      const found = ofOtherKind(view, reference, kind);
      if (found === undefined) continue;
      const { from, name } = reference;
      yield {
        at: from.at(...reference.path),
        object: from.object,
        message: `${named(from)} depends on ${name}, which is a ${found.kind}; expected the name of a ${kind}`,
        help: `name the ${kind} that brings ${named(found)} about`,
        related: [declaredHere(found)],
      };
    }
  }
}

function ofOtherKind(view: View, reference: Reference, kind: Dependent): Resource | undefined {
  const { namespace, name } = reference;
  if (view.makes(kind, namespace, name) !== undefined) return undefined;
  if (view.ofKind(kind, groupOf[kind]).some((peer) => view.nameOf(peer) === name)) return undefined;
  return view.ofKind(other[kind], groupOf[other[kind]]).find((each) => view.nameOf(each) === name);
}

/** Objects that wait for each other; each cycle once, at the object of it that comes first. */
export function* dependencyCycles({ repo }: RuleContext, kind: Dependent): Iterable<Problem> {
  for (const view of repo.views) {
    const edges = new Map<Resource, Edge[]>();
    for (const reference of dependencies(view, kind)) {
      const to = view.find(kind, reference.namespace, reference.name, groupOf[kind]);
      if (to === undefined) continue;
      const known = edges.get(reference.from);
      if (known === undefined) edges.set(reference.from, [{ reference, to }]);
      else known.push({ reference, to });
    }
    for (const cycle of cyclesOf(edges)) yield cycleProblem(cycle);
  }
}

interface Edge {
  readonly reference: Reference;
  readonly to: Resource;
}

/** Every back edge of a depth-first walk closes a cycle; the walk keeps its own stack, chains may be long. */
function* cyclesOf(edges: ReadonlyMap<Resource, readonly Edge[]>): Iterable<readonly Edge[]> {
  const done = new Set<Resource>();
  for (const start of edges.keys()) {
    const trail: { node: Resource; next: number }[] = [{ node: start, next: 0 }];
    const taken: Edge[] = [];
    const depth = new Map<Resource, number>([[start, 0]]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const edge = done.has(top.node) ? undefined : edges.get(top.node)?.[top.next];
      if (edge === undefined) {
        done.add(top.node);
        depth.delete(top.node);
        trail.pop();
        taken.pop();
        continue;
      }
      top.next += 1;
      const back = depth.get(edge.to);
      if (back !== undefined) yield [...taken.slice(back), edge];
      else if (!done.has(edge.to)) {
        depth.set(edge.to, trail.length);
        trail.push({ node: edge.to, next: 0 });
        taken.push(edge);
      }
    }
  }
}

function cycleProblem(cycle: readonly Edge[]): Problem {
  const from = cycle.map(({ reference }) => reference.from);
  const first = from.reduce((least, each) => (before(each, least) ? each : least));
  const turn = from.indexOf(first);
  const [start, ...rest] = [...cycle.slice(turn), ...cycle.slice(0, turn)].map(({ reference }) => reference);
  const names = [...[start, ...rest].map((each) => each?.from.name), first.name].join(' -> ');
  return {
    at: first.at(...(start?.path ?? ['spec', 'dependsOn'])),
    object: first.object,
    message:
      rest.length === 0 ? `${named(first)} depends on itself` : `${named(first)} depends on itself: ${names}`,
    help:
      rest.length === 0
        ? 'remove the entry: it is never reconciled'
        : 'remove one of the entries: none of them is ever reconciled',
    related: rest.map(({ from: next, path, name }) => ({
      at: next.at(...path),
      message: `${named(next)} depends on ${name} here`,
    })),
  };
}

function before(a: Resource, b: Resource): boolean {
  return a.file < b.file || (a.file === b.file && a.document < b.document);
}
