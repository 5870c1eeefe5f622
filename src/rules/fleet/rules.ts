import type { Rule } from '../rule.ts';

/** Karmada's policies, and what becomes of them. */
export const fleetRules: readonly Rule[] = [];
