import type { Severity } from '../core/finding.ts';
import type { Data } from '../yaml/node.ts';

/** What the configuration says of one rule. */
export type RuleSetting = 'off' | Severity;

/** The settings after defaults: what `.gitops-kit.jsonc` may say (schemas/config.schema.json). */
export interface Settings {
  /** `2.9` or `2.9.4`; undefined: read from the repository, else the newest known. */
  readonly fluxVersion: string | undefined;
  readonly roots: readonly string[] | undefined;
  readonly appsDir: string | undefined;
  /** Globs of paths that are not read. */
  readonly ignore: readonly string[];
  /** Objects known to exist outside the repository. */
  readonly externals: readonly {
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
  }[];
  readonly extends: 'recommended' | 'strict';
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Options of single rules, by rule id. */
  readonly ruleOptions: Readonly<Record<string, Readonly<Record<string, Data>>>>;
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: Readonly<Record<string, RuleSetting>>;
  }[];
  readonly valuesStyle: 'full' | 'minimal';
  /** Globs of files with CustomResourceDefinitions whose objects are to be checked. */
  readonly schemas: readonly string[];
  /** Chart name -> repository URL. */
  readonly charts: Readonly<Record<string, string>>;
  /** Commit message templates by command: `{app}`, `{chart}`, `{version}`, `{namespace}` are filled in. */
  readonly commit: Readonly<Record<string, string>>;
  /** The folder with templates that override ours. */
  readonly templates: string | undefined;
  /** `1.18` or `1.18.2`; undefined: the newest known. */
  readonly karmadaVersion: string | undefined;
  readonly karmada: {
    /** Go regular expressions: namespaces whose whole name one matches are never propagated. */
    readonly skippedNamespaces: readonly string[];
  };
  readonly fleet: {
    /** Who brings the repository's objects to the Karmada control plane. */
    readonly delivery: 'kubectl' | 'flux';
  };
}

/** The configuration file at the repository's top. JSON with comments: Flux would apply a YAML file of ours. */
export const configFile = '.gitops-kit.jsonc';

/** What holds without a configuration file. */
export const defaultSettings: Settings = {
  fluxVersion: undefined,
  roots: undefined,
  appsDir: undefined,
  ignore: [],
  externals: [],
  extends: 'recommended',
  rules: {},
  ruleOptions: {},
  overrides: [],
  valuesStyle: 'full',
  schemas: [],
  charts: {},
  commit: {},
  templates: undefined,
  karmadaVersion: undefined,
  karmada: { skippedNamespaces: ['kube-.*'] },
  fleet: { delivery: 'kubectl' },
};
