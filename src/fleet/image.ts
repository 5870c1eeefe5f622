/** An image as Karmada takes it apart (`pkg/util/imageparser`): a tag or a digest, never both. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Parses an image as github.com/distribution/reference 0.6 does, with its words where it does not; a digest is lost beside a tag. */
export function parseImage(text: string): Image | { readonly error: string } {
  if (text === '') return { error: 'repository name must have at least one component' };
  const match = text.length > longest ? null : reference.exec(text);
  const [, host, path = '', tag = '', digest = ''] = match ?? [];
  if (match === null) {
    const isLower = text.length <= longest && reference.test(text.toLowerCase());
    return { error: isLower ? 'repository name must be lowercase' : 'invalid reference format' };
  }
  if (path.length > 255) return { error: 'repository name must not be more than 255 characters' };
  const flaw = digest === '' ? undefined : digestFlaw(digest);
  if (flaw !== undefined) return { error: flaw };
  const name = host === undefined ? path : `${host}/${path}`;
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === 'localhost';
  return {
    registry: isRegistry ? first : '',
    repository: isRegistry ? name.slice(slash + 1) : name,
    tag,
    digest: tag === '' ? digest : '',
  };
}

export function imageText({ registry, repository, tag, digest }: Image): string {
  const name = registry === '' ? repository : `${registry}/${repository}`;
  if (tag !== '') return `${name}:${tag}`;
  return digest === '' ? name : `${name}@${digest}`;
}

/** The image with another tag or digest, whichever the text is; with a text that is neither it stays as it is. */
export function withTagOrDigest(image: Image, text: string): Image {
  if (wholeTag.test(text)) return { ...image, tag: text, digest: '' };
  return wholeDigest.test(text) ? { ...image, tag: '', digest: text } : image;
}

/** Names may have 255 characters, tags 128, digests not many more. */
const longest = 1_024;

const tagPattern = '\\w[\\w.-]{0,127}';
const digestPattern = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const hostPattern = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const namePattern = `(?:(${hostPattern})/)?(${component}(?:/${component})*)`;
const reference = new RegExp(`^${namePattern}(?::(${tagPattern}))?(?:@(${digestPattern}))?$`);
const wholeTag = new RegExp(`^${tagPattern}$`);
const wholeDigest = new RegExp(`^${digestPattern}$`);

/** Of a digest that its grammar allows, what github.com/opencontainers/go-digest has against it. */
function digestFlaw(digest: string): string | undefined {
  const [algorithm = '', encoded = ''] = digest.split(':');
  const length = digestLengths.get(algorithm);
  if (length === undefined) return 'unsupported digest algorithm';
  if (encoded.length !== length) return 'invalid checksum digest length';
  return /^[0-9a-f]+$/.test(encoded) ? undefined : 'invalid checksum digest format';
}

const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
