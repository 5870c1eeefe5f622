#!/usr/bin/env node
import { runCli } from './commands/cli.ts';
import { createHost } from './io/create-host.ts';
import { onSignals } from './io/signals.ts';

onSignals();
const argv = process.argv.slice(2);
process.exitCode = await runCli(argv, createHost(argv));
