import type { IncomingMessage, ServerResponse } from 'node:http';

export interface ChartFiles {
  readonly name: string;
  readonly version: string;
  /** By path inside the chart; a Chart.yaml is made where there is none. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** A chart to pack, or one that is packed. */
export type ServedChart = ChartFiles & { readonly bytes?: Uint8Array };

export interface TarEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** The type flag of the header: `0` a file, `1` a hard link, `2` a symbolic link, `5` a folder. */
  readonly type?: string;
  readonly link?: string;
}

export interface ChartServer {
  readonly url: string;
  /** Path and query of every request so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Whether the index says them; default: it does. */
  readonly digests?: boolean;
  /** Sees every request first; true when it answered. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export function packChart(chart: ChartFiles): Uint8Array;
export function packTar(entries: readonly TarEntry[]): Uint8Array;
export function chartFrom(
  folder: string,
  identity?: { readonly name: string; readonly version: string },
): ChartFiles;
export function chartsFrom(folder: string): readonly ChartFiles[];
export function indexOf(
  charts: readonly (ChartFiles & { readonly bytes: Uint8Array })[],
  options?: { readonly digests?: boolean },
): string;
export function startChartServer(
  charts: readonly ServedChart[],
  options?: ServerOptions,
): Promise<ChartServer>;
