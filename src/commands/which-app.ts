import type { App } from '../model/app.ts';
import type { Repo } from '../model/repo.ts';
import { findApp } from '../scaffold/find-app.ts';
import type { Arguments, Option } from './command.ts';

/** Flags that say which of several apps of one name is meant. */
export const whichApp: Readonly<Record<string, Option>> = {
  root: {
    type: 'string',
    describe: 'of several apps of that name, the one that this root applies',
    group: 'App',
    value: 'FOLDER',
  },
  namespace: {
    type: 'string',
    describe: 'of several apps of that name, the one in this namespace',
    group: 'App',
    value: 'NAME',
  },
};

/** The app of that name, once for each root that applies it; throws as `findApp` does. */
export function askedApps(repo: Repo, name: string, args: Arguments): readonly App[] {
  return findApp(repo, { name, root: args.text('root'), namespace: args.text('namespace') });
}
