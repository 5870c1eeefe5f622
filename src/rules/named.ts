import type { Problem, Related } from '../core/finding.ts';
import type { Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';

/** `HelmRelease podinfo`: how messages speak of an object. */
export function named(resource: Resource): string {
  return `${resource.kind} ${resource.name}`;
}

/** A problem of an object, at the value of one of its paths. */
export function problemOf(resource: Resource, path: Path, problem: Omit<Problem, 'at' | 'object'>): Problem {
  return { at: resource.at(...path), object: resource.object, ...problem };
}

/** The place where an object is declared, to stand beside what refers to it. */
export function declaredHere(resource: Resource): Related {
  return { at: resource.at('metadata', 'name'), message: `${named(resource)} is declared here` };
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `HelmReleases`, `HelmRepositories`: several objects of a kind. */
export function plural(kind: string): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
