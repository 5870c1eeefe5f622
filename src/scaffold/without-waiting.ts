import { applyChanges, type Change } from '../core/change.ts';
import { lineEnd } from '../core/text.ts';
import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { isFluxKustomization, type Resource, resourcesOf } from '../model/resource.ts';
import { editedFiles, editOf, type ValueEdit } from '../model/value-edits.ts';
import { editsBetween } from '../yaml/edit-checked.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import { isMap } from '../yaml/render.ts';

/** What new-app says of a timeout, and what is true only of a Kustomization that waits. */
const comment = "# longer than the HelmRelease's own, since the health check waits for it";

/** Groups of which a control plane of Karmada has no status, so that nothing that waits for it ever becomes ready. */
const silent: ReadonlySet<string> = new Set(['helm.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io']);

/**
 * Takes `wait` and the health checks of Flux's objects out of the Kustomizations that apply an app: on a control plane
 * nothing aggregates their status. Kustomizations that travel to the members themselves are left alone.
 */
export function withoutWaiting(repo: Repo, apps: readonly App[]): Change[] {
  const own = new Set(
    apps.flatMap(({ kustomization, view }) =>
      kustomization !== undefined && view.buildOf(kustomization) !== undefined ? [kustomization] : [],
    ),
  );
  const changes = editedFiles(repo.files, [...own].flatMap(waitEdits));
  const after = applyChanges(repo.files, changes);
  return changes.map((change): Change => {
    const text = withoutComments(change.path, after.text(change.path) ?? '');
    return { kind: 'edit', path: change.path, edits: editsBetween(repo.files.text(change.path) ?? '', text) };
  });
}

function waitEdits(kustomization: Resource): ValueEdit[] {
  const checks = kustomization.list('spec', 'healthChecks');
  const gone = checks.flatMap((check, at) => (isSilent(check) ? [at] : []));
  const list = ['spec', 'healthChecks'];
  const edits =
    gone.length === checks.length
      ? kustomization.has(...list)
        ? [editOf(kustomization, { kind: 'remove', path: list })]
        : []
      : gone.toReversed().map((at) => editOf(kustomization, { kind: 'remove', path: [...list, at] }));
  if (kustomization.get('spec', 'wait') === true)
    edits.push(editOf(kustomization, { kind: 'remove', path: ['spec', 'wait'] }));
  return edits;
}

function isSilent(check: Data): boolean {
  const apiVersion = isMap(check) && Object.hasOwn(check, 'apiVersion') ? check['apiVersion'] : undefined;
  return (
    typeof apiVersion === 'string' && silent.has(apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0)))
  );
}

/** Our own comment on a timeout speaks of a health check that is not there any more. */
function withoutComments(path: string, text: string): string {
  let now = text;
  for (const each of resourcesOf(path, readYaml(text)).filter(isFluxKustomization).toReversed()) {
    if (!each.has('spec', 'timeout') || each.has('spec', 'healthChecks')) continue;
    const { end } = each.at('spec', 'timeout').range;
    if (now.slice(end, lineEnd(now, end)).trim() === comment)
      now = now.slice(0, end) + now.slice(lineEnd(now, end));
  }
  return now;
}
