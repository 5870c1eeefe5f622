import type { Files, RepoPath } from '../core/change.ts';
import type { YamlProblem } from '../yaml/node.ts';
import type { App } from './app.ts';
import type { Settings } from './config.ts';
import type { FluxVersion } from './flux-version.ts';
import type { Layout } from './layout.ts';
import type { KustomizationFile } from './read-files.ts';
import type { Resource } from './resource.ts';
import type { Tree } from './tree.ts';
import type { View } from './view.ts';

/** A repository read once: what it holds, what Flux applies of it, and which apps it keeps. No judgement. */
export interface Repo {
  readonly files: Files;
  readonly settings: Settings;
  /** All files and folders, ignored ones included: whether a path exists. */
  readonly tree: Tree;
  /**
   * Every object of every YAML file that could be read, in order of file and document. Left out: templates, ignored
   * files, gotk-components.yaml, and the files of `parts`.
   */
  readonly resources: readonly Resource[];
  /** The YAML files that were read, in order, those with problems included. */
  readonly yamlFiles: readonly RepoPath[];
  /** What is wrong with a file as YAML; absent for a sound file, and for one that neither holds objects nor is applied. */
  readonly problems: ReadonlyMap<RepoPath, readonly YamlProblem[]>;
  /** Files that hold or may hold objects that could not be read: cross-references stay silent about what they may hold. */
  readonly unread: ReadonlySet<RepoPath>;
  /** The YAML files that hold ignore comments, or words like them. */
  readonly marked: ReadonlySet<RepoPath>;
  /** Folders that kustomize builds as their kustomization file says: folder -> that file. */
  readonly kustomizationFiles: ReadonlyMap<RepoPath, RepoPath>;
  /** What each of these files says, by folder. */
  readonly kustomizations: ReadonlyMap<RepoPath, KustomizationFile>;
  /** Files that kustomization files use as something else than resources: patches, generator input. */
  readonly parts: ReadonlySet<RepoPath>;
  /** Whether Flux or the configuration would pass over a file of that path, be it there or not. */
  isLeftOut(path: RepoPath): boolean;
  readonly layout: Layout;
  readonly flux: FluxVersion;
  /** One per root Kustomization, in order of root path. */
  readonly views: readonly View[];
  /** The view that applies `layout.root`: of that folder, else the innermost around it. Roots and views need not be the same folders. */
  readonly rootView: View | undefined;
  /** In order of name, then of root. */
  readonly apps: readonly App[];
  /** The objects of one kind (any version) in repository order. */
  ofKind(kind: string, group?: string): readonly Resource[];
}
