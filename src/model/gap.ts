import type { RepoPath } from '../core/change.ts';

/** Something that a build could not read or follow: it may hold objects that nobody sees here. */
export type Gap =
  /** A file that cannot be read: it holds what its text names. */
  | { readonly kind: 'unread'; readonly file: RepoPath }
  /** What kustomize fetches from elsewhere. */
  | { readonly kind: 'remote'; readonly entry: string }
  /** What a Kustomization applies of another repository. */
  | { readonly kind: 'foreign'; readonly entry: string }
  /** A file or folder that is listed and not there. */
  | { readonly kind: 'absent'; readonly entry: string }
  /** What programs, charts, templates or variables make of something. */
  | { readonly kind: 'computed'; readonly by: string };

/** Whether something that is not seen may bring an object about. `hardly`: only where it holds what is not usual. */
export type Doubt = 'none' | 'hardly' | 'perhaps';

/** An object that is looked for. */
export interface Sought {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Flux's own kinds: what another repository brings is what Kubernetes runs, and rarely what Flux follows. */
const fluxKinds: ReadonlySet<string> = new Set([
  'Bucket',
  'GitRepository',
  'HelmChart',
  'HelmRelease',
  'HelmRepository',
  'Kustomization',
  'OCIRepository',
]);

/**
 * The gravest doubt of several gaps about an object.
 * @param text of a file that could not be understood; undefined where it has none
 */
export function doubtOf(
  gaps: readonly Gap[],
  sought: Sought,
  text: (file: RepoPath) => string | undefined,
): Doubt {
  const doubts = gaps.map((gap) => doubt(gap, sought, text));
  if (doubts.includes('perhaps')) return 'perhaps';
  return doubts.includes('hardly') ? 'hardly' : 'none';
}

function doubt(gap: Gap, sought: Sought, text: (file: RepoPath) => string | undefined): Doubt {
  const { kind, name } = sought;
  switch (gap.kind) {
    case 'unread': {
      const content = text(gap.file);
      return content === undefined || content.includes(name) || /name: *["']?\$\{/.test(content)
        ? 'perhaps'
        : 'none';
    }
    case 'remote':
    case 'foreign':
      if (holdsDefinitions(gap.entry)) return kind === 'CustomResourceDefinition' ? 'perhaps' : 'none';
      if (isAkin(gap.entry, sought)) return fluxKinds.has(kind) ? 'hardly' : 'perhaps';
      return gap.kind === 'remote' && fluxKinds.has(kind) ? 'none' : 'hardly';
    case 'absent':
      return 'hardly';
    case 'computed':
      return 'perhaps';
  }
}

/** A place that is named after custom resource definitions holds nothing else. */
function holdsDefinitions(entry: string): boolean {
  return /(?:^|[^a-z])crds?(?:[^a-z]|$)/i.test(entry);
}

/** Words that names have whatever they name. */
const common: ReadonlySet<string> = new Set(['controller', 'operator', 'system']);

/** Whether a place is named as the object or its namespace is: `…/local-path-provisioner/…` and `local-path-storage`. */
function isAkin(entry: string, { namespace = '', name }: Sought): boolean {
  const words = new Set(entry.toLowerCase().split(/[^a-z0-9]+/));
  return `${namespace}-${name}`
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => word.length > 3 && !common.has(word) && words.has(word));
}
