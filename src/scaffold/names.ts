import { KitError } from '../core/errors.ts';

/** Helm cuts a release's name at 53 characters, so that names derived from it fit a DNS label. */
const releaseLimit = 53;
/** RFC 1123 labels, as Kubernetes checks Namespaces and Services. */
const labelLimit = 63;
/** Object names (RFC 1123 subdomain), for Secrets and repositories. */
const objectLimit = 253;

/** Namespaces that Kubernetes or Flux makes: an app of that name would share folder and fate with them. */
const systemNamespaces: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'flux-system',
]);

/** Device names of Windows: a checkout there cannot create such a folder. */
const deviceNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Whether Kubernetes or Flux creates that namespace itself. */
export function isSystemNamespace(name: string): boolean {
  return systemNamespaces.has(name);
}

/** Throws KitError `bad-name` unless the name can be an app's: folder, Helm release and Kubernetes objects at once. */
export function checkAppName(name: string): void {
  checkLabel(name, { what: 'app name', limit: releaseLimit, because: 'a Helm release name has at most 53' });
  if (systemNamespaces.has(name)) {
    throw badName(
      `app name ${name} is reserved: Kubernetes or Flux makes that namespace itself`,
      `${name}-app`,
    );
  }
  if (deviceNames.test(name)) {
    throw badName(`app name ${name} is reserved: Windows has a device of that name`, `${name}-app`);
  }
}

/** Throws KitError `bad-name` unless the name can be a Namespace's. */
export function checkNamespaceName(name: string): void {
  checkLabel(name, { what: 'namespace', limit: labelLimit, because: 'a namespace has at most 63' });
}

/** Throws KitError `bad-name` unless the name can be a HelmRepository's, a Secret's or a chart's. */
export function checkObjectName(name: string, what: string): void {
  const { characters, limit } = { characters: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, limit: objectLimit };
  if (characters.test(name) && !name.includes('..') && name.length <= limit) return;
  checkLabel(name, { what, limit, because: `a ${what} has at most ${limit}` });
}

interface LabelRule {
  readonly what: string;
  readonly limit: number;
  readonly because: string;
}

/** The first rule that a name breaks, as a message with the value and a name that would do. */
function checkLabel(name: string, { what, limit, because }: LabelRule): void {
  const near = suggestion(name, limit);
  if (name === '') throw badName(`the ${what} is empty`, undefined);
  const odd = oddCharacters(name);
  if (odd !== undefined) throw badName(`${what} ${name} holds ${odd}; allowed are a-z, 0-9 and -`, near);
  if (name === '.' || name === '..' || /[/\\]/.test(name) || name.startsWith('.')) {
    throw badName(`${what} ${name} looks like a path; a plain name is needed`, near);
  }
  if (/[A-Z]/.test(name))
    throw badName(`${what} ${name} has upper-case letters; Kubernetes names are lower case`, near);
  const wrong = /[^-a-z0-9]/.exec(name);
  if (wrong !== null) throw badName(`${what} ${name} holds "${wrong[0]}"; allowed are a-z, 0-9 and -`, near);
  if (name.startsWith('-') || name.endsWith('-')) {
    throw badName(
      `${what} ${name} starts or ends with -; it must start and end with a letter or digit`,
      near,
    );
  }
  if (name.length > limit) throw badName(`${what} ${name} has ${name.length} characters; ${because}`, near);
}

function badName(message: string, near: string | undefined): KitError {
  return new KitError('bad-name', message, {
    help: near === undefined ? [] : [`a name that would do: ${near}`],
  });
}

/** Control characters and letters beyond ASCII by code point: look-alikes cannot be told apart by eye. */
function oddCharacters(name: string): string | undefined {
  const odd = [...name].filter((character) => !/^[\x20-\x7e]$/.test(character));
  if (odd.length === 0) return undefined;
  const points = [...new Set(odd)].slice(0, 4).map((character) => {
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `U+${point}`;
  });
  return points.join(', ');
}

/** The nearest valid name; undefined when nothing of it can be kept. */
function suggestion(name: string, limit: number): string | undefined {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, limit)
    .replace(/-$/, '');
  if (plain === '') return undefined;
  return systemNamespaces.has(plain) || deviceNames.test(plain) ? `${plain}-app` : plain;
}
