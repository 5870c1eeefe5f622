import type { ChartFacts } from '../chart/chart.ts';
import type { Change, Plan, RepoPath } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import { type NewFile, resourceEntries } from '../model/kustomize-entries.ts';
import { appPaths, fileName, join } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups } from '../model/resource.ts';
import { isWithin } from '../model/tree.ts';
import { editChecked, editsBetween } from '../yaml/edit-checked.ts';
import { readYaml } from '../yaml/read.ts';
import {
  type AppFile,
  helmReleaseFile,
  kustomizationFile,
  namespaceFile,
  valuesEntry,
  valuesFile,
} from './app-files.ts';
import { appValues, type WantedValues } from './app-values.ts';
import type { ChartSource } from './chart-source.ts';
import { fluxApi } from './flux-api.ts';
import type { Lack } from './lack.ts';
import { checkDependencies } from './new-app.ts';
import { checkPathsFree } from './obstacles.ts';
import { ownTemplates } from './own-templates.ts';
import { checkChart, type Pinned, type Wish } from './pin.ts';
import { builtFrom } from './place.ts';
import { pathOf, placed, type Remains } from './remains.ts';
import { render } from './render.ts';
import { pinToWrite } from './repair-chart.ts';
import { secretNotes } from './secret-notes.ts';
import { sourceFile, sourceName } from './source-files.ts';
import type { Templates } from './templates.ts';
import type { ChangedValues } from './values.ts';

/** An incomplete app, and what its missing files are made of. */
export interface Repair extends WantedValues {
  readonly repo: Repo;
  readonly remains: Remains;
  readonly lack: Lack;
  /** For a HelmRelease, an OCIRepository or values; undefined where none is missing. */
  readonly chart: ChartFacts | undefined;
  /** For a HelmRelease or a chart source; undefined where neither is missing. */
  readonly source: ChartSource | undefined;
  readonly version: Wish;
  readonly dependsOn: readonly string[];
  readonly templates: Templates;
}

/** The plan that writes what an app lacks, and what makes Flux see it; without changes where it lacks nothing. */
export function planRepair(repair: Repair): Plan {
  const { repo, remains, lack, chart, templates } = repair;
  const { name } = remains;
  if (chart !== undefined) checkChart(chart);
  checkPlace(repair);
  checkVariables(repair);
  const version = chart === undefined ? undefined : pinToWrite(repair, chart);
  const values =
    lack.values === undefined || chart === undefined
      ? undefined
      : appValues(chart, repair, repo.settings.valuesStyle);
  const files = [
    ...filesInRoot(repair, version),
    ...releaseFiles(repair, version),
    ...valuesFiles(repair, values),
  ];
  const empty = files.filter(({ path }) => repo.files.text(path)?.trim() === '').map(({ path }) => path);
  const paths = files.map(({ path }) => path).filter((path) => !empty.includes(path));
  checkPathsFree(repo, { name, paths });
  const set = { templates, own: ownTemplates(repo) };
  const writes = files.map((file) => written(repo, file.path, render(file, set)));
  const entries = resourceEntries(repo, [...listed(repair, files)]);
  const edits = readingValues(repair);
  const kinds = files.map(({ model }) => model.kind);
  return {
    title: `complete ${name}${kinds.length === 0 ? '' : `: ${kinds.join(', ')}`}`,
    changes: [...writes, ...entries, ...edits],
    notes: [
      ...lack.notes,
      ...(repair.source?.kind === 'new'
        ? [...repair.source.notes, ...secretNotes(remains.place, repair.source)]
        : []),
      ...empty.map((path) => `${path} was empty`),
      ...entries.map(({ path }) => `${path} now lists what belongs to ${name}`),
      ...edits.map(({ path }) => `${path} now reads its values from the new ConfigMap`),
      ...lostValues(repair, files),
      ...(chart?.deprecated === true ? [`the chart ${chart.name} is deprecated by its authors`] : []),
      ...(version?.notes ?? []),
      ...(values?.notes ?? []),
    ],
  };
}

/** A new file; an empty one of its name holds nothing that could be lost. */
function written({ files }: Repo, path: RepoPath, text: string): Change {
  const before = files.text(path);
  if (before === undefined) return { kind: 'create', path, text };
  return { kind: 'edit', path, edits: [{ range: { start: 0, end: before.length }, text }] };
}

function checkPlace({ remains, lack, dependsOn }: Repair): void {
  const { name, place, top } = remains;
  checkDependencies(place, name, dependsOn);
  if (!lack.kustomization || (top !== '' && !isWithin(place.root, top))) return;
  throw new KitError(
    'cannot-repair',
    `a Kustomization for ${top || '.'}/ would apply the root ${place.root || '.'}/ as well`,
    { help: [`give ${name} a folder of its own`] },
  );
}

/** What fills variables in elsewhere, nobody knows to be right here; without it they would be applied as they stand. */
function checkVariables({ repo, remains: { name, top }, lack }: Repair): void {
  const model = repo
    .ofKind('Kustomization', fluxGroups.kustomize)
    .find((each) => each.has('spec', 'postBuild'));
  if (!lack.kustomization || model === undefined) return;
  const file = repo.yamlFiles.find(
    (path) => isWithin(path, top) && /(?<!\$)\$\{[A-Za-z_]/.test(repo.files.text(path) ?? ''),
  );
  if (file === undefined) return;
  throw new KitError(
    'cannot-repair',
    `${file} has variables, and the Kustomization of ${name} that would fill them in is missing`,
    { help: [`write it by hand, with a postBuild as in ${model.file}`, 'nothing was written'] },
  );
}

/** Chart source, Kustomization and Namespace, as far as they are missing. */
function filesInRoot(
  { repo, remains, lack, chart, source, dependsOn }: Repair,
  version: Pinned | undefined,
): AppFile[] {
  const { name, namespace, place, top } = remains;
  const api = fluxApi(repo.flux);
  const named =
    source?.kind === 'new' ? sourceName(source, place) : { kind: 'HelmRepository' as const, name };
  const paths = appPaths(place, { app: name, namespace, source: named });
  return [
    ...(source?.kind === 'new'
      ? [
          sourceFile(paths.source, api, {
            source,
            namespace: lack.source?.namespace ?? place.home,
            chart: chart === undefined || version === undefined ? undefined : { name: chart.name, version },
          }),
        ]
      : []),
    ...(lack.kustomization
      ? [
          kustomizationFile(paths.kustomization, api, {
            name,
            namespace: place.home,
            folder: top,
            source: place.source,
            release: { name, namespace },
            dependsOn: [...new Set(dependsOn)],
          }),
        ]
      : []),
    ...(lack.namespace ? [namespaceFile(paths.namespace, namespace)] : []),
  ];
}

function releaseFiles(
  { repo, remains, chart, source, lack }: Repair,
  version: Pinned | undefined,
): AppFile[] {
  if (version === undefined || !lack.helmRelease) return [];
  if (chart === undefined || source === undefined)
    throw new Error('a HelmRelease needs a chart and its source');
  const { name, namespace, place, folder } = remains;
  const named = sourceName(source, place);
  return [
    helmReleaseFile(join(folder, fileName('HelmRelease', name)), fluxApi(repo.flux), {
      name,
      namespace,
      chart: chart.name,
      version,
      source: { ...named, isUsual: named.namespace === place.home },
      hasCrds: chart.hasCrds,
      values: lack.reads,
    }),
  ];
}

function valuesFiles({ repo, remains, lack, chart }: Repair, values: ChangedValues | undefined): AppFile[] {
  if (values === undefined || chart === undefined || lack.values === undefined) return [];
  const { namespace, folder } = remains;
  return [
    valuesFile(join(folder, fileName('ConfigMap', lack.values.name)), fluxApi(repo.flux), {
      ...lack.values,
      namespace,
      chart: chart.name,
      version: chart.version,
      digest: chart.valuesDigest,
      values: values.text,
    }),
  ];
}

/** The app's files that a kustomization.yaml may have to list: the new ones, and those that nothing applies. */
function* listed({ remains, lack }: Repair, files: readonly AppFile[]): Iterable<NewFile> {
  const { place, kustomization, top, inRoot } = remains;
  const buildOf = builtFrom(place);
  const own = pathOf(kustomization) ?? top;
  const builtBy = (path: RepoPath): RepoPath => (!inRoot && isWithin(path, own) ? own : buildOf(path));
  for (const { path, model } of files) {
    const declares = model.kind === 'Namespace' ? { declares: remains.namespace } : {};
    yield { path, builtFrom: builtBy(path), ...declares };
  }
  for (const { file } of lack.idle) {
    // What lies elsewhere is left out for a reason of its own.
    if (isWithin(file, place.root) || isWithin(file, own)) yield { path: file, builtFrom: builtBy(file) };
  }
}

/** The edit by which a HelmRelease without any values reads the ConfigMap. */
function readingValues({ repo, remains, lack }: Repair): Change[] {
  const { helmRelease } = remains;
  if (!lack.isUnread || helmRelease === undefined || lack.values === undefined) return [];
  const { file, document } = helmRelease;
  const text = repo.files.text(file) ?? '';
  if (readYaml(text).documents[document]?.root?.start !== helmRelease.node.start) {
    throw new KitError('edit-refused', `${placed(helmRelease)} is an item of a list, which is not edited`, {
      help: [`give ${helmRelease.name} a file of its own`],
    });
  }
  const path = ['spec', 'valuesFrom'];
  const changed = editChecked(text, [{ kind: 'append', path, value: valuesEntry(lack.values) }], {
    document,
  });
  return [{ kind: 'edit', path: file, edits: editsBetween(text, changed) }];
}

/** A ConfigMap that was there held what somebody wanted: git still has it. */
function lostValues({ remains, lack }: Repair, files: readonly AppFile[]): string[] {
  if (remains.helmRelease === undefined || lack.isUnread) return [];
  return files
    .filter(({ model }) => model.kind === 'ConfigMap')
    .map(
      ({ path }) =>
        `the values are the chart's own; what a deleted ConfigMap changed in them is in git: git log -p -- ${path}`,
    );
}
