import { fileURLToPath } from 'node:url';
import {
  type ChartFiles,
  type ChartServer,
  chartFrom,
  chartsFrom,
  indexOf,
  packChart,
  packTar,
  type ServedChart,
  type ServerOptions,
  startChartServer,
} from '../../scripts/chart-server.mjs';

export {
  type ChartFiles,
  type ChartServer,
  chartFrom,
  indexOf,
  packChart,
  packTar,
  type ServedChart,
  type ServerOptions,
  startChartServer,
};

/** The project's own charts: podinfo 6.14.1 and 6.13.0, redis 1.2.0. */
export function ownCharts(): readonly ChartFiles[] {
  return chartsFrom(fileURLToPath(new URL('../../fixtures/charts', import.meta.url)));
}
