import type { Considered, Template } from './fleet.ts';
import type { OverridePolicy, PropagationPolicy } from './policy.ts';
import { type Match, matcher, type Selectable, scoreOf } from './selectors.ts';

/** Chooses propagation policies for objects (rules 11, 12). */
export interface Chooser {
  /** Those that select an object, by precedence: the first takes it. */
  matching(template: Template): readonly Match<PropagationPolicy>[];
  /** Why the first of those that match wins, and the others lose. */
  explained(matches: readonly Match<PropagationPolicy>[]): readonly Considered[];
  /** The others that could have taken it: those that name its kind, and why they do not match. */
  unmatched(template: Template, matches: readonly Match<PropagationPolicy>[]): readonly Considered[];
}

/** What selectors see of an object. */
export function selectable({ apiVersion, kind, namespace, name, labels }: Template): Selectable {
  return { apiVersion, kind, namespace: namespace ?? '', name, labels };
}

export function chooser(policies: readonly PropagationPolicy[]): Chooser {
  const matches = matcher(policies, { withoutSelectors: false });
  const ofKind = byKind(policies);
  return {
    matching: (template) => {
      const found = matches(selectable(template));
      return found.length < 2 ? found : found.toSorted(byPrecedence);
    },
    explained: (found) => found.map(withVerdict),
    unmatched: (template, found) => {
      const taken = new Set(found.map(({ policy }) => policy));
      return (ofKind().get(template.kind) ?? [])
        .filter((policy) => !taken.has(policy) && mayTake(policy, template))
        .map((policy) => unmatched(policy, template));
    },
  };
}

/** Namespaced policies first, then by priority, precision and name (rules 11, 12). */
function byPrecedence(a: Match<PropagationPolicy>, b: Match<PropagationPolicy>): number {
  const isNamespaced = ({ policy }: Match<PropagationPolicy>): number =>
    Number(policy.namespace !== undefined);
  return (
    isNamespaced(b) - isNamespaced(a) ||
    b.policy.priority - a.policy.priority ||
    b.score - a.score ||
    (a.policy.name < b.policy.name ? -1 : 1)
  );
}

/** The policies with a selector of a kind; made when somebody asks why a policy does not match. */
function byKind(
  policies: readonly PropagationPolicy[],
): () => ReadonlyMap<string, readonly PropagationPolicy[]> {
  let made: Map<string, PropagationPolicy[]> | undefined;
  return () => {
    if (made !== undefined) return made;
    made = new Map();
    for (const policy of policies) {
      for (const kind of new Set(policy.selectors.map((selector) => selector.kind))) {
        const known = made.get(kind);
        if (known === undefined) made.set(kind, [policy]);
        else known.push(policy);
      }
    }
    return made;
  };
}

/** A namespaced policy takes objects of its namespace; a cluster-scoped one any. */
function mayTake(policy: PropagationPolicy, { namespace }: Template): boolean {
  return policy.namespace === undefined || policy.namespace === namespace;
}

const precision = ['nothing', 'all of the kind', 'labels', 'the name'] as const;

function withVerdict(
  { policy, selector, score }: Match<PropagationPolicy>,
  at: number,
  all: readonly Match<PropagationPolicy>[],
): Considered {
  const [winner, second] = all;
  const isFirst = at === 0;
  const rival = isFirst ? second : winner;
  const verdict = isFirst ? 'wins' : 'loses';
  if (rival === undefined) return { policy, selector, score, verdict, why: 'no other policy matches' };
  const why = difference({ policy, score }, rival);
  return { policy, selector, score, verdict, why };
}

/** Of two policies that match, what decides between them. */
function difference(
  own: Pick<Match<PropagationPolicy>, 'policy' | 'score'>,
  rival: Pick<Match<PropagationPolicy>, 'policy' | 'score'>,
): string {
  const { policy, score } = own;
  const other = `${rival.policy.kind} ${rival.policy.name}`;
  if ((policy.namespace === undefined) !== (rival.policy.namespace === undefined)) {
    return policy.namespace === undefined
      ? `${other} matches, and a policy of the namespace goes before any cluster-wide one`
      : 'a policy of the namespace goes before any cluster-wide one';
  }
  if (policy.priority !== rival.policy.priority)
    return `its priority is ${policy.priority}, that of ${other} ${rival.policy.priority}`;
  if (score !== rival.score)
    return `it selects by ${precision[score]}, ${other} by ${precision[rival.score]}`;
  return `${policy.name} comes ${policy.name < rival.policy.name ? 'before' : 'after'} ${rival.policy.name} by name`;
}

function unmatched(policy: PropagationPolicy, template: Template): Considered {
  return { policy, selector: undefined, score: 0, verdict: 'no match', why: whyNot(policy, template) };
}

/** Why the selector that comes nearest does not match. */
export function whyNot({ selectors }: PropagationPolicy, template: Template): string {
  const object = selectable(template);
  const ofKind = selectors.filter(({ kind }) => kind === template.kind);
  const selector = ofKind.find(({ name }) => name === template.name) ?? ofKind[0];
  if (selector === undefined) return `it selects no ${template.kind}`;
  if (selector.apiVersion !== object.apiVersion)
    return `it selects ${selector.apiVersion}, and the control plane has ${object.apiVersion}`;
  if (selector.namespace !== '' && selector.namespace !== object.namespace)
    return `it selects namespace ${selector.namespace}`;
  if (selector.name !== '') return `it selects name ${selector.name}`;
  return scoreOf(selector, object) === 0 ? 'its label selector does not match' : 'it matches';
}

/** The override policies that a propagation policy waits for and that do not exist (rule 14). */
export function missingOverrides(
  { dependentOverrides, namespace }: PropagationPolicy,
  existing: ReadonlySet<string>,
): readonly string[] {
  return dependentOverrides.filter((name) => !existing.has(overrideKey({ namespace, name })));
}

/** The identity of an override policy. */
export function overrideKey({ namespace, name }: Pick<OverridePolicy, 'namespace' | 'name'>): string {
  return `${namespace ?? ''}/${name}`;
}
