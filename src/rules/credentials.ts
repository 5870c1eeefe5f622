import type { MapNode, Path, ScalarNode, YamlNode } from '../yaml/node.ts';

/** A key whose value is a credential, written out. */
export interface Credential {
  readonly key: ScalarNode;
  readonly value: ScalarNode;
  /** `auth.adminPassword`, indexes of lists in brackets. */
  readonly field: string;
}

/** The credentials in a tree of values. */
export function* credentialsIn(node: YamlNode, path: Path = []): Iterable<Credential> {
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) yield* credentialsIn(item, [...path, index]);
  } else if (node.kind === 'map') {
    yield* inMap(node, path);
  }
}

function* inMap(map: MapNode, path: Path): Iterable<Credential> {
  const name = map.entries.find(({ key }) => key.text === 'name')?.value;
  for (const { key, value } of map.entries) {
    const here = [...path, key.text];
    if (value.kind !== 'scalar') yield* credentialsIn(value, here);
    else if (isCredential(key.text, value)) yield { key, value, field: fieldOf(here) };
    // The environment of a container: `name: DB_PASSWORD` and `value:` beside it.
    else if (key.text === 'value' && name?.kind === 'scalar' && isCredential(name.text, value))
      yield { key, value, field: fieldOf([...path, name.text]) };
  }
}

/** Whether a key says that its value is secret, and the value is none that stands for another. */
export function isCredential(key: string, value: { readonly text: string; readonly style: string }): boolean {
  const { text } = value;
  if (isToken(text) || hasPasswordInUrl(text)) return true;
  if (value.style === 'plain' && /^(?:true|false|null|~|[-+.\d_]*)$/i.test(text)) return false;
  return isValue(text) && isSecretKey(key, text);
}

/** Words at the end of keys; a key of twelve letters may as well be the name of one. */
function isSecretKey(key: string, text: string): boolean {
  const plain = key.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  if (/^(?:existing|use|enable|allow|generate|automount|create|has|is|show)/.test(plain)) return false;
  if (/(?:password|passwd|passphrase)$/.test(plain) || /(?:^|_)PASS$/.test(key)) return true;
  const isRandom = text.length >= 12 && /\d/.test(text) && /[a-z]/i.test(text);
  return (
    isRandom &&
    /(?:token|clientsecret|apikey|secretkey|accesskey|privatekey|encryptionkey|authkey)$/.test(plain)
  );
}

/** A text that is itself the secret: no variable, template, path, reference, or place to fill in. */
function isValue(text: string): boolean {
  const plain = text.trim();
  return plain.length >= 3 && !/\s/.test(plain) && !isStandIn(plain);
}

/** Whether a text stands for another: a variable, a template, a path, a reference to a store, a place to fill in. */
function isStandIn(text: string): boolean {
  return /\$\{|\$\(|\{\{|^[${<[/*%]|^\.\/|^ENC\[|^(?:vault|ref\+[a-z]+|op|secretref|valuefrom|file|env):/i.test(
    text.trim(),
  );
}

/** Forms that only tokens have: of GitHub, GitLab, AWS, Slack, Stripe, Google, and private keys. */
function isToken(text: string): boolean {
  return /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}|glpat-[A-Za-z0-9_-]{20}|AKIA[A-Z0-9]{16}|xox[abprs]-[A-Za-z0-9-]{20,}|sk_live_[A-Za-z0-9]{20,}|AIza[A-Za-z0-9_-]{35})\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\sA-Za-z0-9+/=]{200}/.test(
    text,
  );
}

/** Longer texts are no URL, and the expression costs their length squared. */
const longestUrl = 2_000;

function hasPasswordInUrl(text: string): boolean {
  if (text.length > longestUrl || !text.includes('://')) return false;
  const found = /\b[a-z][a-z0-9+]*:\/\/[^/\s:@]+:([^/\s@]{3,})@/.exec(text);
  return found?.[1] !== undefined && isValue(found[1]);
}

function fieldOf(path: Path): string {
  return path.reduce<string>(
    (field, step) =>
      typeof step === 'number' ? `${field}[${step}]` : `${field}${field === '' ? '' : '.'}${step}`,
    '',
  );
}
