#!/usr/bin/env node
import { runCli } from './commands/cli.ts';
import { createHost } from './io/create-host.ts';

const argv = process.argv.slice(2);
process.exitCode = await runCli(argv, createHost(argv));
