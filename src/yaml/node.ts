import type { Range } from '../core/text.ts';

/** A scalar's value. Integers that a double cannot hold are bigint. */
export type Scalar = string | number | bigint | boolean | null;

/** Plain data without prototype: what a document means to one reader. */
export type Data = Scalar | readonly Data[] | { readonly [key: string]: Data };

/** Which of the two Kubernetes readers: kubectl and Helm values (`sigs.k8s.io/yaml`), or a Flux Kustomization (kustomize). */
export type Reader = 'kubectl' | 'kustomize';

/** What a text is: an object that kustomize builds and kubectl reads, or a chart's values, which only Helm reads. */
export type Purpose = 'manifest' | 'values';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A node stands at a range itself: the value with its quotes, brackets or block header; without anchor, tag and trailing comment. */
interface NodeBase extends Range {
  readonly anchor?: string;
  readonly tag?: string;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The decoded text, before any reader resolves it. */
  readonly text: string;
}

/** One `key: value` of a mapping. Keys are scalars: any other key is a problem of the file and is left out. */
export interface Entry {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** What the anchor stands for; undefined when there is no such anchor (a problem of the file). */
  readonly target: YamlNode | undefined;
}

/**
 * The tree that the other rooms see. The library that made it stays inside `src/yaml`. Who makes nodes gives them their
 * fields in one order, those of `NodeBase` last: code that meets a single shape of each kind is faster.
 */
export type YamlNode = ScalarNode | MapNode | ListNode | AliasNode;

/** Keys and indexes from a document's root to a value. */
export type Path = readonly (string | number)[];

/** What is wrong with a text as YAML. The kinds are the flaw part of the `yaml/*` rules. */
export type YamlProblemKind =
  | 'syntax'
  | 'duplicate-key'
  | 'ambiguous-scalar'
  | 'unsafe-key'
  | 'merge-key'
  | 'alias'
  | 'limit'
  | 'control-character'
  | 'directive'
  | 'separator'
  | 'not-a-mapping'
  | 'no-object'
  | 'unwritable-number';

export interface YamlProblem {
  readonly kind: YamlProblemKind;
  readonly range: Range;
  readonly message: string;
  readonly help?: string;
  readonly related?: { readonly range: Range; readonly message: string };
  /** The text after this point, or the whole document, has no tree. */
  readonly fatal: boolean;
  /** A replacement of `range` that takes the problem away without changing what Flux applies. */
  readonly replacement?: string;
}

/** One document of a stream; `root` is undefined when it is empty or only comments. */
export interface YamlDocument {
  readonly root: YamlNode | undefined;
  /** From its first character (the `---` where there is one) to the next document's. */
  readonly range: Range;
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
  /** Whether some mapping may take in others by a merge key (`<<`); false where none does for certain. */
  readonly mayMerge: boolean;
}
