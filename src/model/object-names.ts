import { fluxGroups, type Resource } from './resource.ts';

/** What the API server asks of a name (k8s.io/apimachinery pkg/api/validation, pkg/util/validation). */
export interface NameForm {
  /** For messages: `lower-case letters, digits, - and .`. */
  readonly letters: string;
  readonly pattern: RegExp;
  readonly longest: number;
}

const subdomain: NameForm = {
  letters: 'lower-case letters, digits, - and ., with a letter or digit at both ends',
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
};

/** The form of namespaces' names. */
export const labelForm: NameForm = {
  letters: 'lower-case letters, digits and -, with a letter or digit at both ends',
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
};

const serviceForm: NameForm = {
  letters: 'lower-case letters, digits and -, with a letter at the beginning',
  pattern: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
};

/** Names of RBAC's kinds are segments of a path. */
const segmentForm: NameForm = {
  letters: 'anything but / and %',
  pattern: /^(?!\.{1,2}$)[^/%]+$/,
  longest: 253,
};

/** The form that the name of an object must have. */
export function nameForm({ group, kind }: Pick<Resource, 'group' | 'kind'>): NameForm {
  if (group === 'rbac.authorization.k8s.io') return segmentForm;
  if (group === '' && kind === 'Namespace') return labelForm;
  if (group === '' && kind === 'Service') return serviceForm;
  return subdomain;
}

/**
 * The key of a label: an optional DNS prefix and a name of at most 63 characters (apimachinery, IsQualifiedName). Those of
 * annotations are taken in lower case (ValidateAnnotations).
 */
export function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  if (rest.length > 0 || (prefix !== undefined && !isSubdomain(prefix))) return false;
  return name.length <= 63 && /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name);
}

/** The value of a label: empty, or at most 63 letters, digits, `-`, `_` and `.`. */
export function isLabelValue(value: string): boolean {
  return value.length <= 63 && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value);
}

function isSubdomain(text: string): boolean {
  return text.length <= subdomain.longest && subdomain.pattern.test(text);
}

/** A name in the right form that is surely meant: capitals and `_` written as Kubernetes has them. */
export function repairedName(name: string, { pattern, longest }: NameForm): string | undefined {
  const repaired = name.trim().toLowerCase().replaceAll(/[_ ]+/g, '-');
  return repaired !== name && repaired.length <= longest && pattern.test(repaired) ? repaired : undefined;
}

/** Flux's own kinds, all of which live in namespaces. */
export function isFluxGroup(group: string): boolean {
  return (
    Object.values<string>(fluxGroups).includes(group) ||
    /^(?:notification|image)\.toolkit\.fluxcd\.io$/.test(group)
  );
}
