import { defineConfig } from '@playwright/test';
import { browser, desktop, locale, phone } from './fixtures/browser';

// `*.scripts.spec.ts` needs scripts; `*.plain.spec.ts` is about pages without them; `*.firefox.spec.ts` is for the other browser. `*.wide.*`
// needs no run on a phone: nothing in it depends on the screen, or it takes the size of a phone itself.
const FIREFOX = /\.firefox\.spec\.ts$/;
const PLAIN = /\.plain\.spec\.ts$/;
const WIDE = /\.wide\./;

export default defineConfig({
  testDir: './stories',
  outputDir: './test-results/stories',
  workers: 2,
  // Each has a world of its own.
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // Pictures for people; `SCREENSHOTS=1` takes them, and nothing else.
  ...(process.env.SCREENSHOTS ? { grep: /@screenshots/ } : { grepInvert: /@screenshots/ }),
  // Generous, for machines that do other things too: what is quick is measured elsewhere.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    // Without a film: each step has its page in the trace all the same.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    locale,
  },
  projects: [
    { name: 'desktop', testIgnore: [PLAIN, FIREFOX], use: { ...browser, viewport: desktop } },
    { name: 'phone', testIgnore: [PLAIN, FIREFOX, WIDE], use: { ...browser, viewport: phone, hasTouch: true } },
    {
      name: 'without-scripts',
      testIgnore: [/\.scripts\.spec\.ts$/, FIREFOX],
      use: { ...browser, viewport: desktop, javaScriptEnabled: false },
    },
    { name: 'firefox', testMatch: FIREFOX },
  ],
});
