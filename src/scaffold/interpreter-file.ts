import type { Template } from '../fleet/fleet.ts';
import { type InterpreterHook, interpreterGroup, interpreterScripts } from '../model/interpreter.ts';
import { fileName, join } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import type { Data } from '../yaml/node.ts';
import type { AppFile } from './app-files.ts';

/** What tells Karmada how to read a kind. */
export const interpreterKind = 'ResourceInterpreterCustomization';

/** Whether a customization of the repository answers a hook for a kind, in that version. */
export function isInterpreted(
  repo: Pick<Repo, 'ofKind'>,
  target: Pick<Template, 'apiVersion' | 'kind'>,
  hook: InterpreterHook,
): boolean {
  return repo
    .ofKind(interpreterKind, interpreterGroup)
    .some(
      (each) =>
        each.text('spec', 'target', 'apiVersion') === target.apiVersion &&
        each.text('spec', 'target', 'kind') === target.kind &&
        each.has('spec', 'customizations', hook),
    );
}

/** The customization for HelmRelease in the version that the control plane prefers. */
export function interpreterFile(root: string, { apiVersion, kind: targetKind }: Template): AppFile {
  const name = targetKind.toLowerCase();
  const target = { apiVersion, kind: targetKind };
  const customizations = Object.entries(interpreterScripts).map(([hook, luaScript]): [string, Data] => [
    hook,
    { luaScript },
  ]);
  return {
    path: join(root, `${interpreterKind.toLowerCase()}s`, fileName(interpreterKind, name)),
    template: 'resourceinterpretercustomization.yaml.hbs',
    data: { name, target, ...interpreterScripts },
    model: {
      apiVersion: `${interpreterGroup}/v1alpha1`,
      kind: interpreterKind,
      metadata: { name },
      spec: { target, customizations: Object.fromEntries(customizations) },
    },
  };
}
