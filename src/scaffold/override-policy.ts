import type { Change, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { isMap } from '../fleet/fields.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { OverridePolicy, PropagationPolicy } from '../fleet/policy.ts';
import type { App } from '../model/app.ts';
import { resourceEntries } from '../model/kustomize-entries.ts';
import { fileName, folderOf, join } from '../model/layout.ts';
import { pathReferences } from '../model/path-references.ts';
import type { Repo } from '../model/repo.ts';
import { editOf, type ValueEdit } from '../model/value-edits.ts';
import { commentsIn } from '../yaml/comments.ts';
import { toData } from '../yaml/data.ts';
import { editChecked } from '../yaml/edit-checked.ts';
import type { Data } from '../yaml/node.ts';
import type { AppFile } from './app-files.ts';
import type { Draft } from './override-draft.ts';
import type { OverrideTarget } from './override-target.ts';
import { ownTemplates } from './own-templates.ts';
import { builtFrom } from './place.ts';
import { type Selected, selectorOf } from './policy-files.ts';
import { render } from './render.ts';
import type { Templates } from './templates.ts';

/** The policy that an override goes to: one that is there, or a new file. */
export type Home =
  | { readonly kind: 'there'; readonly name: string; readonly policy: OverridePolicy }
  | { readonly kind: 'new'; readonly name: string; readonly file: AppFile };

/**
 * The OverridePolicy that selects the target and nothing else, the app's own before others; else a new one beside it, named
 * like the app where that is free. @throws KitError `override-by-hand`, `file-exists`
 */
export function homeOf(
  repo: Repo,
  app: App,
  { target, fleet }: { readonly target: OverrideTarget; readonly fleet: Fleet },
): Home {
  const { template } = target;
  const { apiVersion, kind, name, namespace = '' } = template;
  const isOwn = ({ selectors, ...policy }: OverridePolicy): boolean => {
    const [selector, ...others] = selectors;
    return (
      policy.kind === 'OverridePolicy' &&
      policy.namespace === namespace &&
      others.length === 0 &&
      selector?.apiVersion === apiVersion &&
      selector.kind === kind &&
      selector.name === name &&
      selector.namespace === namespace
    );
  };
  const own = fleet.overridePolicies.filter(isOwn);
  const policy = own.find((each) => each.name === app.name) ?? own[0];
  if (policy !== undefined) {
    checkEditable(policy);
    return { kind: 'there', name: policy.name, policy };
  }
  const folder = folderOf(template.resource.file);
  const isFree = (each: string): boolean =>
    !repo.tree.isFile(join(folder, fileName('OverridePolicy', each))) &&
    !fleet.overridePolicies.some((other) => other.name === each && other.namespace === namespace);
  const free = [app.name, `${app.name}-${kind.toLowerCase()}`].find(isFree);
  if (free === undefined)
    throw new KitError('file-exists', `OverridePolicy ${app.name} is there, and overrides something else`, {
      help: ['rename or remove it first', 'nothing was written'],
    });
  const path = join(folder, fileName('OverridePolicy', free));
  return {
    kind: 'new',
    name: free,
    file: overridePolicyFile(path, { name: free, namespace, object: { apiVersion, kind, name, namespace } }),
  };
}

function checkEditable({ name, rules, resource }: OverridePolicy): void {
  if (!rules().some(({ path }) => path[1] === 'overriders')) return;
  throw new KitError(
    'override-by-hand',
    `OverridePolicy ${name} in ${resource.file} has spec.overriders, which count no more beside overrideRules`,
    { help: ['move them into spec.overrideRules first: gitops-kit lint says how', 'nothing was written'] },
  );
}

/** A policy that selects one object, without rules yet. */
function overridePolicyFile(
  path: RepoPath,
  policy: { readonly name: string; readonly namespace: string; readonly object: Selected },
): AppFile {
  const { name, namespace, object } = policy;
  return {
    path,
    template: 'overridepolicy.yaml.hbs',
    data: { name, namespace, object: { ...object } },
    model: {
      apiVersion: 'policy.karmada.io/v1alpha1',
      kind: 'OverridePolicy',
      metadata: { name, namespace },
      spec: { resourceSelectors: [selectorOf(object)] },
    },
  };
}

/** What a home says before anything is changed. */
export function draftOf(home: Home): Draft {
  const policy: Data = home.kind === 'new' ? home.file.model : toData(home.policy.resource.node, 'kustomize');
  return { policy: isMap(policy) ? policy : {}, edits: [], isEmpty: false };
}

/** What has to be done beside the edits of files: a new file with its rules, or one that overrides nothing any more. */
export function homeChanges(
  repo: Repo,
  app: App,
  of: { readonly home: Home; readonly draft: Draft; readonly templates: Templates },
): {
  readonly changes: readonly Change[];
  readonly edits: readonly ValueEdit[];
  readonly notes: readonly string[];
} {
  const { home, draft, templates } = of;
  if (draft.edits.length === 0 && !draft.isEmpty) return { changes: [], edits: [], notes: [] };
  if (home.kind === 'new') {
    const { path } = home.file;
    const skeleton = render(home.file, { templates, own: ownTemplates(repo) });
    const top = builtFrom({ view: app.view, root: app.view.root });
    return {
      changes: [
        { kind: 'create', path, text: editChecked(skeleton, draft.edits) },
        ...resourceEntries(repo, [{ path, builtFrom: top(path) }]),
      ],
      edits: [],
      notes: [],
    };
  }
  const { resource } = home.policy;
  if (!draft.isEmpty)
    return { changes: [], edits: draft.edits.map((edit) => editOf(resource, edit)), notes: [] };
  const { file } = resource;
  if (repo.resources.some((other) => other !== resource && other.file === file))
    throw new KitError(
      'override-by-hand',
      `OverridePolicy ${home.name} would override nothing, and ${file} holds other objects`,
      {
        help: ['remove it there by hand', 'nothing was written'],
      },
    );
  const listed = pathReferences(repo).filter(({ target }) => target === file);
  return {
    changes: [{ kind: 'delete', path: file }],
    edits: listed.map(({ file: from, start, path }) => ({
      file: from,
      start,
      edit: { kind: 'remove', path },
    })),
    notes: commentsIn(repo.files.text(file) ?? '').length === 0 ? [] : [goesNote(home.name, file)],
  };
}

function goesNote(name: string, file: RepoPath): string {
  return `OverridePolicy ${name} overrides nothing any more: ${file} goes, with its comments`;
}

/** The edits that let a propagation policy wait for an override policy, or for it no more. */
export function waitingEdits(policy: PropagationPolicy, home: Home, isGone: boolean): ValueEdit[] {
  const list = ['spec', 'dependentOverrides'];
  const { dependentOverrides: names, resource } = policy;
  const index = names.indexOf(home.name);
  if (isGone) {
    if (index === -1) return [];
    return [editOf(resource, { kind: 'remove', path: names.length === 1 ? list : [...list, index] })];
  }
  // A ClusterPropagationPolicy waits for cluster-wide overrides only (rule 14).
  if (index !== -1 || policy.kind !== 'PropagationPolicy') return [];
  if (names.length > 0) return [editOf(resource, { kind: 'append', path: list, value: home.name })];
  return [editOf(resource, { kind: 'set', path: list, value: [home.name], below: ['resourceSelectors'] })];
}
