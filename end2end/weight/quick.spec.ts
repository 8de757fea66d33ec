import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { startFrom } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { type Item, items } from '../fixtures/sharing';

/** Milliseconds that a handler may take on a machine that is four times as slow. */
const HANDLER = 50;
/** Milliseconds from the last key to the list that fits it. */
const LIST = 300;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

interface Handled {
  name: string;
  took: number;
}

declare global {
  interface Window {
    handled: Handled[];
    lastKey: number;
    listed: number;
  }
}

/** Notes how long the handlers of each event took that was long enough to be noted at all. */
async function watchHandlers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.handled = [];
    const add = (list: PerformanceObserverEntryList) => {
      for (const { name, processingStart, processingEnd } of list.getEntries() as PerformanceEventTiming[]) {
        window.handled.push({ name, took: processingEnd - processingStart });
      }
    };
    new PerformanceObserver(add).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

/** Types, picks, pastes 500 addresses and takes one out; which events took too long. */
async function handleAll(page: Page, item: Item): Promise<{ name: string; took: number }[]> {
  const share = await ShareDialog.open(page, item);
  await page.evaluate(() => (window.handled = []));
  await share.type('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(share.chip('Diego Siciliani')).toBeVisible();
  const list = Array.from({ length: 500 }, (_, at) => `many${at}@northwind.example`);
  await share.paste(list.slice(1).join('\n'));
  await expect(share.says(/499 people outside/).first()).toBeVisible();
  await share.address.pressSequentially('grady');
  await expect(share.address).toHaveValue('grady');
  await share.remove('Diego Siciliani').click();
  await expect(share.chip('Diego Siciliani')).toHaveCount(0);
  await comesToRest(page);
  await expect.poll(() => page.evaluate(() => window.handled.length), 'events that were noted').toBeGreaterThan(0);
  return (await page.evaluate(() => window.handled)).filter(({ took }) => took > HANDLER);
}

test('no key and no paste is handled for long on a slow machine', async ({ page, app }) => {
  test.slow();
  await watchHandlers(page);
  await signIn(page, app, adele);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  // What else the machine does meanwhile is counted, too: a handler that takes long does so each time.
  const rounds = [];
  for (const item of [items.report, items.plan, items.renewal, items.tender, items.noise]) {
    const long = await handleAll(page, item);
    rounds.push(long);
    if (long.length === 0) break;
  }
  expect(rounds.at(-1), JSON.stringify(rounds)).toEqual([]);
});

/** Notes when the last key was pressed, and when the list first showed nobody but whom that text means. */
async function watchList(page: Page, text: string, name: string): Promise<void> {
  await page.evaluate(
    ([text, name]) => {
      [window.lastKey, window.listed] = [0, 0];
      document.addEventListener('keydown', () => (window.lastKey = performance.now()), true);
      const look = () => {
        const field = document.querySelector<HTMLInputElement>('[role=combobox][aria-autocomplete]');
        const options = [...document.querySelectorAll('[role=listbox] [role=option]')];
        const fits = options.length > 0 && options.every((option) => option.textContent?.includes(name!));
        if (!window.listed && field?.value === text && fits) window.listed = performance.now();
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    },
    [text, name],
  );
}

test('in a large directory the list is there soon after the last key', async ({ page, app }) => {
  test.slow();
  await startFrom(app, 'crowded');
  await signIn(page, app, adele);
  const took: number[] = [];
  for (const [text, name] of [
    ['zofia y', 'Zofia Yilmaz'],
    ['bruno h', 'Bruno Haddad'],
    ['priya t', 'Priya Tanaka'],
  ] as const) {
    const share = await ShareDialog.open(page, items.report);
    await watchList(page, text, name);
    await share.type(text);
    await expect.poll(() => page.evaluate(() => window.listed), `${name} is listed`).toBeGreaterThan(0);
    took.push(await page.evaluate(() => window.listed - window.lastKey));
    await share.address.fill('');
  }
  // What else the machine does can only make it longer.
  expect(Math.min(...took), `milliseconds: ${took.map(Math.round)}`).toBeLessThanOrEqual(LIST);
});
