// Runs before each test file: property tests take the seed that vitest.config.ts has printed.
import { configureGlobal, readConfigureGlobal } from 'fast-check';

configureGlobal({ ...readConfigureGlobal(), seed: Number(process.env.SEED) });
