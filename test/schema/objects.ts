import index from '../../schemas/index.json' with { type: 'json' };
import { filesOf } from '../../src/core/change.ts';
import { packagedSchemas } from '../../src/io/assets.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { kustomizeObjects } from '../../src/rules/kustomize-objects.ts';
import type { JsonSchema, SchemaPlace } from '../../src/schema/json-schema.ts';
import type { ObjectFault } from '../../src/schema/schemas.ts';
import { schemas } from '../support/golden.ts';

/** What the schemas say of the objects of one file. */
export function faults(text: string, path = 'app/object.yaml'): ObjectFault[] {
  const repo = readRepo(filesOf({ [path]: text }), defaultSettings);
  const all = schemas(repo);
  return [...repo.resources, ...kustomizeObjects(repo)].flatMap((resource) => all.faultsOf(resource));
}

/** The first lines of an object. */
export function head(apiVersion: string, kind: string, name = 'podinfo'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
}

/** Every kind of the index whose schema lies in one of these folders. */
export function kindsIn(...folders: readonly string[]): { readonly name: string; readonly place: string }[] {
  return Object.entries(index)
    .map(([name, { schema }]) => ({ name, place: schema }))
    .filter(({ place }) => folders.some((folder) => place.startsWith(`${folder}/`)));
}

export function placeOf(place: string): SchemaPlace {
  const schema = packagedSchemas.schema(place);
  return { schema, document: schema };
}

export function documentOf(id: string): JsonSchema {
  return packagedSchemas.schema(id.replace('gitops-kit://schemas/', ''));
}
