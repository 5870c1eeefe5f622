import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServedChart } from './chart-server.d.mts';

export interface RegistryUser {
  readonly username: string;
  readonly password: string;
}

export interface RegistryOptions {
  /** Default: `open`. */
  readonly access?: 'open' | 'basic' | 'token';
  readonly user?: RegistryUser;
  /** An identity token that its realm exchanges. */
  readonly identity?: string;
  /** Whether its realm gives tokens to everybody. */
  readonly anonymous?: boolean;
  /** How many tags a page holds. */
  readonly pageSize?: number;
  /** Another server, which holds the blobs by their digest. */
  readonly blobsAt?: string;
  /** The realm in place of its own. */
  readonly realm?: string;
  /** Sees every request first; true when it answered. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface Registry {
  readonly url: string;
  readonly host: string;
  /** Where its charts lie: `oci://127.0.0.1:…/charts`. */
  readonly charts: string;
  readonly requests: readonly {
    readonly method: string | undefined;
    readonly path: string;
    readonly authorization: string | undefined;
  }[];
  /** By digest. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  close(): Promise<void>;
}

export interface Artifact {
  readonly blobs: readonly Uint8Array[];
  readonly manifest: Uint8Array;
  readonly tag: string;
}

export function digestOf(bytes: Uint8Array): string;
export function chartArtifact(chart: ServedChart, changes?: Readonly<Record<string, unknown>>): Artifact;
export function startRegistry(charts: readonly ServedChart[], options?: RegistryOptions): Promise<Registry>;
export function pushChart(
  origin: string,
  repository: string,
  chart: ServedChart,
  user?: RegistryUser,
): Promise<void>;
