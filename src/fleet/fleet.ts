import type { Location } from '../core/finding.ts';
import type { Cluster, KnownClusters } from '../model/cluster.ts';
import type { Resource } from '../model/resource.ts';
import type { DataMap, OverridePolicy, PropagationPolicy, Selector } from './policy.ts';

/** An object of the repository as the control plane holds it: a template of what members get. */
export interface Template {
  readonly resource: Resource;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** `default` where none is written (rule 1); undefined for cluster-scoped kinds. */
  readonly namespace: string | undefined;
  /** The version that the plane prefers: the one that policies match, members must serve, and that is delivered (rules 3-5). */
  readonly apiVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * The whole object, with the CRDs' defaults where they are on (rule 6). Made when it is asked for and not kept: a fleet
   * of a thousand apps must not hold all values. May be changed by nobody.
   * @throws KitError `too-many-aliases`
   */
  object(): DataMap;
}

/** What a control plane would make of a repository: fresh, everything applied, converged (KARMADA.md, sections A to J). */
export interface Fleet {
  readonly known: KnownClusters;
  /** In order of name. */
  readonly clusters: readonly Cluster[];
  /** What is applied to the plane and may travel, in repository order; policies are not among them. */
  readonly templates: readonly Template[];
  readonly propagationPolicies: readonly PropagationPolicy[];
  readonly overridePolicies: readonly OverridePolicy[];
  templateOf(resource: Resource): Template | undefined;
  /** The template of that identity. `group` undefined: any. */
  find(kind: string, namespace: string | undefined, name: string, group?: string): Template | undefined;
  /** Where an object goes, and by what. Made once. */
  decide(template: Template): Decision;
  /** What arrives on a cluster: overrides are run. Made anew for each call; `decide` says cheaply whether anything arrives. */
  deliver(template: Template, cluster: string): Delivery;
  /** The override rules that speak of an object on a cluster, in the order in which they are applied; runs none. */
  overridesFor(template: Template, cluster: string): readonly AppliedRule[];
}

/** Where one object goes. */
export interface Decision {
  readonly template: Template;
  /** Why Karmada never looks at the object (rules 7, 8); undefined of a candidate. */
  readonly passedOver: PassedOver | undefined;
  /** The propagation policies that select it, the one that takes it first, then by precedence. */
  matching(): readonly Considered[];
  /** As `matching`, then those that could have taken it and do not match: made anew, of perhaps thousands. */
  considered(): readonly Considered[];
  readonly policy: PropagationPolicy | undefined;
  /** The selector of `policy` that matched best. */
  readonly selector: Selector | undefined;
  /** `dependentOverrides` that do not exist: nothing goes anywhere until they do (rule 14). */
  readonly waitsFor: readonly string[];
  /** Why the scheduler finds no cluster though a policy took the object (rules 19, 21, 23): a phrase. */
  readonly unscheduled: string | undefined;
  /** The clusters that its own policy chose, in order of name; while it waits, those to which it would go. */
  readonly placed: readonly string[];
  /** Those and others to which its policy may send it at another time (rules 19, 21), in order of name. */
  candidates(): readonly string[];
  /** The clusters to which it comes as a dependency, each with the objects that require it (rules 24-26). */
  readonly followed: ReadonlyMap<string, readonly Template[]>;
  /** The clusters that get it by namespace sync (rule 27), in order of name. */
  readonly synced: readonly string[];
  /** All of them, in order of name. */
  readonly clusters: readonly string[];
  /** Why its policy did not choose a cluster; undefined of a chosen one. */
  refusal(cluster: string): Refusal | undefined;
  /** Whether it is frozen there: chosen, but not dispatched (rule 43). */
  isSuspended(cluster: string): boolean;
  notes(): readonly Note[];
}

export interface PassedOver {
  readonly reason: 'reserved-namespace' | 'skipped-namespace' | 'skipped-api' | 'skipped-object' | 'claimed';
  /** A phrase: `namespace kube-prometheus-stack matches kube-.*`. */
  readonly why: string;
}

/** One policy beside one object. */
export interface Considered {
  readonly policy: PropagationPolicy;
  /** Rule 9: 0 does not match, 1 all, 2 label, 3 name. */
  readonly score: 0 | 1 | 2 | 3;
  readonly selector: Selector | undefined;
  readonly verdict: 'wins' | 'loses' | 'no match';
  /** A phrase: why it wins, loses or does not match. */
  readonly why: string;
}

/** The first filter that a cluster did not pass (rules 17, 18, 21). */
export interface Refusal {
  readonly filter: 'api' | 'taint' | 'affinity' | 'spread' | 'deleting' | 'unknown-cluster';
  /** A phrase: `its label region=us does not match …`. */
  readonly why: string;
}

/** What depends on things that a repository does not show: a phrase, and the rule of KARMADA.md. */
export interface Note {
  readonly rule: number;
  readonly text: string;
}

/** What one cluster gets of one object. */
export interface Delivery {
  readonly template: Template;
  readonly cluster: string;
  /** `absent`: it is not sent there; `suspended`: chosen, and frozen; `override-error`: blocked (rule 35). */
  readonly outcome: 'delivered' | 'override-error' | 'suspended' | 'absent';
  /** As it arrives, without Karmada's own metadata (rules 41, 42); undefined unless it is delivered. */
  readonly object: DataMap | undefined;
  /** The rules that were applied, in order; on an error those before it and the one that failed. */
  readonly applied: readonly AppliedRule[];
  /** Who wrote what, in order of writing: the last of a path counts. */
  readonly writes: readonly Write[];
  readonly error: OverrideError | undefined;
  notes(): readonly Note[];
}

export interface AppliedRule {
  readonly policy: OverridePolicy;
  /** The index in `policy.rules`. */
  readonly rule: number;
}

/** A place of an object that an overrider wrote. */
export interface Write {
  readonly policy: OverridePolicy;
  /** The operation in the policy's file. */
  readonly at: Location;
  /** JSON pointer in the object: `/spec/values`, `/data/values.yaml`. */
  readonly pointer: string;
  /** For a fieldOverrider: JSON pointer inside the text at `pointer`. */
  readonly inner: string | undefined;
  readonly operation: string;
}

export interface OverrideError {
  readonly policy: OverridePolicy;
  /** The operation in the policy's file. */
  readonly at: Location;
  /** In the words of Karmada's libraries: `add operation does not apply: doc is missing path: "/spec/values/x": missing value`. */
  readonly message: string;
  /** The JSON pointer that could not be reached, and the longest part of it that exists. */
  readonly pointer: string | undefined;
  readonly nearest: string | undefined;
}

/** What a simulation may be told. */
export interface FleetOptions {
  readonly known: KnownClusters;
  /** `flux`: what the plane of that Flux version prefers (rule 4); `as-written`: each template's own version. */
  readonly preferred: 'flux' | 'as-written';
  /** Go regular expressions of whole names of namespaces (rule 7). */
  readonly skippedNamespaces: readonly string[];
  /** `1.18`; undefined: the newest known. */
  readonly karmadaVersion: string | undefined;
  readonly crdDefaults: boolean;
  /** Who brings objects to the plane (KARMADA.md, Who delivers). */
  readonly delivery: 'kubectl' | 'flux';
  /** Whether a Go regular expression is found in a text, in linear time; undefined for one that is none. */
  expression(pattern: string): ((text: string) => boolean) | undefined;
}
