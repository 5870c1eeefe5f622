// Repositories of any size for measurements.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Some number of apps, or those from one number to another: as new-app writes them, with about 24 KB of values each: what 1,000 real apps of this layout weigh. */
export function generate(folder, apps) {
  const { from, to } = typeof apps === 'number' ? { from: 0, to: apps } : apps;
  const golden = fileURLToPath(new URL('../fixtures/golden', import.meta.url));
  const read = (path) => readFileSync(join(golden, path), 'utf8');
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const templates = [
    'flux-system/kustomizations/kustomization-redis.yaml',
    'flux-system/namespaces/namespace-redis.yaml',
    'flux-system/helmrepositories/helmrepository-redis.yaml',
    'redis/helmrelease-redis.yaml',
    'redis/configmap-redis-helm-chart-value-overrides.yaml',
  ];
  const section = (at) =>
    `    # section ${at}: what a chart of this size says of one of its parts\n    part${at}:\n      enabled: false\n      image:\n        repository: registry.example.com/part\n        tag: "1.${at}.0" # kept in step with the chart\n      resources: {}\n      env:\n        - name: LEVEL\n          value: "info"\n      annotations:\n        example.com/part: part-${at}\n`;
  for (let index = from; index < to; index += 1) {
    for (const path of templates) {
      let text = read(path).replaceAll('redis', `app-${index}`);
      // Repositories of their own: two objects for one URL are a finding.
      text = text.replace(/^( +url: .*)$/m, `$1/app-${index}`);
      if (path.includes('configmap')) text += Array.from({ length: 60 }, (_, at) => section(at)).join('');
      put(path.replaceAll('redis', `app-${index}`), text);
    }
  }
}
