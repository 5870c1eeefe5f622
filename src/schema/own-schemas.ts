import type { RepoPath } from '../core/change.ts';
import type { Location, Problem } from '../core/finding.ts';
import { configFile } from '../model/config.ts';
import { pathMatcher } from '../model/globs.ts';
import type { Repo } from '../model/repo.ts';
import { type Resource, resourcesOf } from '../model/resource.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { locate } from '../yaml/locate.ts';
import { readYaml } from '../yaml/read.ts';
import { type PatternFault, structuralFlaw } from './crd-flaws.ts';
import { crdSchema, isMap } from './crd-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** A kind that a CustomResourceDefinition of the configuration declares. */
export interface OwnKind {
  readonly schema: JsonSchema;
  /** `CustomResourceDefinition widgets.example.com, version v1`. */
  readonly title: string;
  readonly at: Location;
}

/** What the configuration's `schemas` hold. */
export interface OwnSchemas {
  /** By apiVersion and kind: `example.com/v1|Widget`. */
  readonly kinds: ReadonlyMap<string, OwnKind>;
  readonly problems: readonly Problem[];
}

/** The part of a repository in which own schemas are looked for. */
export type SchemaRepo = Pick<Repo, 'files' | 'settings' | 'resources'>;

/** Reads the CustomResourceDefinitions that the configuration names. What is wrong with one says nothing of the others. */
export function readOwnSchemas({ files, settings }: SchemaRepo, patternFault: PatternFault): OwnSchemas {
  const kinds = new Map<string, OwnKind>();
  const problems: Problem[] = [];
  const paths = [...files.paths()].filter((path) => /\.(?:ya?ml|json)$/.test(path));
  const seen = new Map<RepoPath, number>();
  settings.schemas.forEach((entry, index) => {
    const matches = pathMatcher([entry]);
    const found = paths.filter(matches);
    let count = 0;
    for (const path of found) {
      const known = seen.get(path);
      const definitions = known === undefined ? definitionsIn(path, files.text(path), problems) : [];
      for (const definition of definitions) readDefinition(definition, { kinds, problems, patternFault });
      seen.set(path, known ?? definitions.length);
      count += seen.get(path) ?? 0;
    }
    if (found.length === 0)
      problems.push(inConfig(files.text(configFile), index, `no file matches ${entry}`));
    else if (count === 0 && !problems.some(({ at }) => found.includes(at.file)))
      problems.push(inConfig(files.text(configFile), index, `${entry} holds no CustomResourceDefinition`));
  });
  return { kinds, problems };
}

function definitionsIn(path: RepoPath, text: string | undefined, problems: Problem[]): Resource[] {
  const yaml = readYaml(text ?? '');
  const fatal = yaml.problems.find((problem) => problem.fatal);
  if (text === undefined || fatal !== undefined) {
    problems.push({
      at: { file: path, range: fatal?.range ?? { start: 0, end: 0 } },
      message: `this file of the configuration's schemas cannot be read${fatal === undefined ? '' : `: ${fatal.message}`}`,
      help: 'its kinds are not checked until it can be read',
    });
    return [];
  }
  return resourcesOf(path, yaml).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** Where what was read goes. */
interface Reading {
  readonly kinds: Map<string, OwnKind>;
  readonly problems: Problem[];
  readonly patternFault: PatternFault;
}

function readDefinition(definition: Resource, { kinds, problems, patternFault }: Reading): void {
  const complain = (at: Location, message: string): void => {
    problems.push({
      at,
      message: `CustomResourceDefinition ${definition.name} ${message}`,
      help: 'objects of its kind are not checked until it is mended',
      object: definition.object,
    });
  };
  if (definition.apiVersion !== 'apiextensions.k8s.io/v1') {
    complain(definition.at('apiVersion'), `is of ${definition.apiVersion}; expected apiextensions.k8s.io/v1`);
    return;
  }
  const group = definition.text('spec', 'group');
  const kind = definition.text('spec', 'names', 'kind');
  if (group === undefined || kind === undefined) {
    complain(definition.keyAt('spec'), `has no spec.${group === undefined ? 'group' : 'names.kind'}`);
    return;
  }
  definition.list('spec', 'versions').forEach((_, index) => {
    const at = ['spec', 'versions', index] as const;
    const version = definition.text(...at, 'name');
    if (version === undefined || definition.get(...at, 'served') === false) return;
    const path = [...at, 'schema', 'openAPIV3Schema'];
    const structural = definition.get(...path);
    const flaw = structuralFlaw(structural, path, patternFault);
    if (flaw !== undefined || !isMap(structural)) {
      complain(definition.at(...(flaw?.path ?? path)), `has ${flaw?.message ?? 'no schema'}`);
      return;
    }
    const apiVersion = `${group}/${version}`;
    kinds.set(`${apiVersion}|${kind}`, {
      schema: crdSchema(structural, { id: `gitops-kit://own/${apiVersion}/${kind}`, apiVersion, kind }),
      title: `CustomResourceDefinition ${definition.name}, version ${version},`,
      at: definition.keyAt(...path),
    });
  });
}

function inConfig(text: string | undefined, index: number, message: string): Problem {
  const root = readJsonc(text ?? '').documents[0]?.root;
  const range = root === undefined ? { start: 0, end: 0 } : locate(root, ['schemas', index]).value;
  return {
    at: { file: configFile, range },
    message: `schemas: ${message}`,
    help: 'name files or folders with CustomResourceDefinitions, from the top of the repository',
  };
}
