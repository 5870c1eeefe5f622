import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, run } from './cli.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const manifest: { version: string } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
/** The version that package.json states. */
export const { version } = manifest;

/** Packs the built program into `folder`, as it would be published: the path of the archive. */
export async function packInto(folder: string): Promise<string> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const packed = await run('npm', args, projectRoot, environment({ HOME: folder }));
  const [{ filename }]: [{ filename: string }] = JSON.parse(packed.out);
  return join(folder, filename);
}
