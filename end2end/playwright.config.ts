import { defineConfig } from '@playwright/test';
import { browser } from './fixtures/browser';

// `*.scripts.spec.ts` needs scripts; `*.plain.spec.ts` is about pages without them.
const withScripts = { testIgnore: /\.plain\.spec\.ts$/ };
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

export default defineConfig({
  testDir: './stories',
  outputDir: './test-results/stories',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Pictures for people; `SCREENSHOTS=1` takes them, and nothing else.
  ...(process.env.SCREENSHOTS ? { grep: /@screenshots/ } : { grepInvert: /@screenshots/ }),
  // Generous, for machines that do other things too: what is quick is measured elsewhere.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { ...browser, trace: 'retain-on-failure', screenshot: 'only-on-failure', locale: 'en-GB' },
  projects: [
    { name: 'desktop', ...withScripts, use: { viewport: desktop } },
    { name: 'phone', ...withScripts, use: { viewport: phone, hasTouch: true } },
    {
      name: 'without-scripts',
      testIgnore: /\.scripts\.spec\.ts$/,
      use: { viewport: desktop, javaScriptEnabled: false },
    },
  ],
});
