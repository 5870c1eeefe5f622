import type { Host } from '../io/host.ts';
import type { Command } from './command.ts';

/** A command before it is loaded: its name and line in help, in the order of a repository's life. */
export interface CommandEntry {
  readonly name: string;
  readonly describe: string;
  load(): Promise<Command>;
  /** Begins what the command will ask for, while it is being loaded. */
  foresee?(argv: readonly string[], host: Host): void;
}

export const commandEntries: readonly CommandEntry[] = [
  {
    name: 'init',
    describe: 'prepare a new repository, or recognise an existing one',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'new-app',
    describe: 'write the five files of an app from a chart, and commit them',
    load: async () => (await import('./new-app.ts')).newAppCommand,
  },
  {
    name: 'list',
    describe: 'show the apps: chart, range, base of the values, namespace',
    load: async () => (await import('./list.ts')).listCommand,
  },
  {
    name: 'lint',
    describe: 'find what Flux would stumble over',
    load: async () => (await import('./lint.ts')).lintCommand,
    foresee: (argv, host) => {
      if (argv.includes('--staged')) host.repository().foresee();
    },
  },
  {
    name: 'values',
    describe: 'show the values of an app: changed, effective',
    load: async () => (await import('./values.ts')).valuesCommand,
  },
  {
    name: 'migrate',
    describe: 'rewrite old objects for the APIs of a Flux release',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  {
    name: 'upgrade',
    describe: 'take a new chart version, merge the values with yours',
    load: async () => (await import('./upgrade.ts')).upgradeCommand,
  },
  {
    name: 'outdated',
    describe: 'show which apps have newer charts, in range and beyond',
    load: async () => (await import('./outdated.ts')).outdatedCommand,
  },
  {
    name: 'rename-app',
    describe: 'rename an app: files, objects, and what refers to them',
    load: async () => (await import('./rename-app.ts')).renameAppCommand,
  },
  {
    name: 'remove-app',
    describe: 'remove an app: its files, and what refers to them',
    load: async () => (await import('./remove-app.ts')).removeAppCommand,
  },
  {
    name: 'place',
    describe: 'say on which clusters of a Karmada fleet an app runs',
    load: async () => (await import('./place.ts')).placeCommand,
  },
  {
    name: 'override',
    describe: 'let values of an app differ on clusters of a fleet',
    load: async () => (await import('./override.ts')).overrideCommand,
  },
  {
    name: 'import-clusters',
    describe: "record the fleet's clusters in fleet/clusters.jsonc",
    load: async () => (await import('./import-clusters.ts')).importClustersCommand,
  },
  {
    name: 'render',
    describe: 'show what a cluster of the fleet gets, offline',
    load: async () => (await import('./render.ts')).renderCommand,
  },
  {
    name: 'fleet',
    describe: 'show which app goes to which cluster, or what a change touches',
    load: async () => (await import('./fleet.ts')).fleetCommand,
  },
  {
    name: 'why',
    describe: 'say why a cluster gets an object, or does not',
    load: async () => (await import('./why.ts')).whyCommand,
  },
  {
    name: 'graph',
    describe: 'draw the apps, what they wait for and where they run',
    load: async () => (await import('./graph.ts')).graphCommand,
  },
  {
    name: 'rules',
    describe: 'list the rules: severity, preset, what each finds',
    load: async () => (await import('./rules.ts')).rulesCommand,
  },
  {
    name: 'explain',
    describe: 'print the page of a rule',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'completion',
    describe: 'print a completion script for your shell',
    load: async () => (await import('./completion.ts')).completionCommand,
  },
];
