import type { FleetOptions, PassedOver, Template } from './fleet.ts';

/** Karmada's own groups, and others that its detector leaves alone (pkg/util/apigroup.go, NewSkippedResourceConfig). */
const skippedGroups = new Set([
  'autoscaling.karmada.io',
  'cluster.karmada.io',
  'config.karmada.io',
  'events.k8s.io',
  'networking.karmada.io',
  'policy.karmada.io',
  'work.karmada.io',
]);

/** The label of an object that is already somebody's (rule 8). */
const claim = 'resourcetemplate.karmada.io/claimed-by';

/** The Secrets that come with a ServiceAccount. */
const accountToken = 'kubernetes.io/service-account-token';

/** Which namespaces Karmada passes over. */
export interface SkippedNamespaces {
  /** Why, a phrase; undefined of others. */
  why(namespace: string): PassedOver | undefined;
  /** The expressions that Karmada could not read; it would not start with one. */
  readonly broken: readonly string[];
}

/**
 * Reads the expressions once; each must match a whole name (rule 7; cmd/controller-manager/app/options/options.go,
 * SkippedNamespacesRegexps, puts it between `^` and `$`, so that of `a|b` each alternative is held at one end only).
 */
export function skippedNamespaces({
  skippedNamespaces: patterns,
  expression,
}: Pick<FleetOptions, 'skippedNamespaces' | 'expression'>): SkippedNamespaces {
  const read = patterns.map((pattern) => ({ pattern, test: plainly(pattern) ?? expression(`^${pattern}$`) }));
  const known = new Map<string, PassedOver | undefined>();
  const find = (namespace: string): PassedOver | undefined => {
    if (isReserved(namespace))
      return { reason: 'reserved-namespace', why: `namespace ${namespace} is Karmada's own` };
    const found = read.find(({ test }) => test?.(namespace) === true);
    if (found === undefined) return undefined;
    return { reason: 'skipped-namespace', why: `namespace ${namespace} matches ${found.pattern}` };
  };
  return {
    why: (namespace) => {
      if (!known.has(namespace)) known.set(namespace, find(namespace));
      return known.get(namespace);
    },
    broken: read.filter(({ test }) => test === undefined).map(({ pattern }) => pattern),
  };
}

/** Namespaces of Karmada itself (pkg/util/names/names.go, IsReservedNamespace). */
export function isReserved(namespace: string): boolean {
  return (
    namespace === 'karmada-system' || namespace === 'karmada-cluster' || namespace.startsWith('karmada-es-')
  );
}

/** Why Karmada's detector never looks at an object (rules 7, 8); undefined of a candidate. */
export function passedOver(template: Template, skipped: SkippedNamespaces): PassedOver | undefined {
  const { kind, name, namespace, group, apiVersion } = template;
  const isSkipped =
    skippedGroups.has(group) || apiVersion === 'coordination.k8s.io/v1' || (group === '' && kind === 'Event');
  if (isSkipped) return { reason: 'skipped-api', why: `${apiVersion} ${kind} is never propagated` };
  if (
    kind === 'ConfigMap' &&
    group === '' &&
    namespace === 'kube-system' &&
    name === 'extension-apiserver-authentication'
  )
    return { reason: 'skipped-object', why: 'every API server has a ConfigMap of this name of its own' };
  if (group === '' && kind === 'Secret' && template.resource.text('type') === accountToken)
    return {
      reason: 'skipped-object',
      why: `a Secret of type ${accountToken} is made by each cluster itself`,
    };
  // Of what has no namespace, a Namespace as well, the empty name is asked about.
  const why = namespace === undefined ? skipped.why('') : skipped.why(namespace);
  if (why !== undefined) return why;
  const owner = template.labels[claim] ?? '';
  if (owner !== '') return { reason: 'claimed', why: `its label ${claim} says ${owner}` };
  return undefined;
}

/** Expressions of letters, digits and `-` between `.*`, as nearly all are: no engine is loaded for them. */
function plainly(pattern: string): ((text: string) => boolean) | undefined {
  const found = /^(\.\*)?([-a-z0-9]+)(\.\*)?$/.exec(pattern);
  if (found === null) return undefined;
  const [, before, word = '', after] = found;
  if (before !== undefined && after !== undefined) return (text) => text.includes(word);
  if (before !== undefined) return (text) => text.endsWith(word);
  return after === undefined ? (text) => text === word : (text) => text.startsWith(word);
}
