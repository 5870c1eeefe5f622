import type { RepoPath } from '../core/change.ts';
import type { Location, ObjectName } from '../core/finding.ts';
import type { Data, MapNode, Path } from '../yaml/node.ts';

/** One Kubernetes object of the repository. Values are as a Flux Kustomization (kustomize) reads them. */
export interface Resource {
  readonly file: RepoPath;
  /** Which document of the file, from 0; items of a `kind: List` share their document's number. */
  readonly document: number;
  readonly apiVersion: string;
  /** The part of apiVersion before `/`; empty for core. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** metadata.namespace as written; undefined when it is absent. */
  readonly namespace: string | undefined;
  readonly node: MapNode;
  /** The value at a path, undefined when it is absent. */
  get(...path: Path): Data | undefined;
  /** The string at a path; undefined when it is absent or no string. */
  text(...path: Path): string | undefined;
  /** The list at a path; empty when it is absent or no list. */
  list(...path: Path): readonly Data[];
  /** Where the value stands; for an absent one, the key of its nearest existing parent. */
  at(...path: Path): Location;
  /** Where the key stands; for an absent one, as `at`. */
  keyAt(...path: Path): Location;
  /** Its name for reports. */
  readonly object: ObjectName;
}
