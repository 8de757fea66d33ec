import { defineConfig } from '@playwright/test';
import { browser, desktop, locale } from './fixtures/browser';

// The page budgets, measured as the browser receives the pages; and what would be measured wrongly beside other stories.
export default defineConfig({
  testDir: './weight',
  outputDir: './test-results/weight',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  reporter: 'list',
  use: { ...browser, viewport: desktop, locale },
});
