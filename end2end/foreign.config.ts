import { defineConfig } from '@playwright/test';
import { browser, locale } from './fixtures/browser';

// Programs of others, unchanged, against the emulator over TLS; and the application against a provider of others.
export default defineConfig({
  testDir: './foreign',
  outputDir: './test-results/foreign',
  globalSetup: './foreign/keys.setup.ts',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  // Chromium knows no authority but its own; the programs under test trust the emulator's, by NODE_EXTRA_CA_CERTS.
  use: { ...browser, ignoreHTTPSErrors: true, locale },
});
