import type { BrowserContext, Page, Request } from '@playwright/test';
import { type App, expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { type Fault, withFaults } from '../fixtures/emulator';
import { adele, megan, signIn } from '../fixtures/people';
import { alive, items, someone, toast } from '../fixtures/sharing';

const TABS = 10;
const ANSWER_WITHIN = 1_000;
/** Sooner than a page asks by itself that is told of changes. */
const TOLD_WITHIN = 5_000;
/** Sooner than that, too: a page that is not told asks this often, at first. */
const ASKED_WITHIN = 15_000;

const held: Fault = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { hold: true } };

/** The tabs in which an event stream is open. */
function streams(context: BrowserContext): () => Page[] {
  const open = new Set<Request>();
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/events') open.add(request);
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return () => [...open].map((request) => request.frame().page()).filter((page) => !page.isClosed());
}

/** Shares, and leaves the dialog while Microsoft has not answered yet. */
async function shareAndLeave(page: Page, address = someone('northwind.example')): Promise<void> {
  const share = await ShareDialog.open(page, items.renewal);
  await share.address.fill(address);
  await share.send.click();
  await share.accepted();
  await share.close();
}

/** A mark that goes when the page is loaded anew. */
const mark = (page: Page) => page.evaluate(() => void (document.documentElement.dataset.stayed = ''));
const stayed = (page: Page) => page.locator('html[data-stayed]');
const state = (page: Page) => page.locator('table [data-invitation]').first();

/** Two pages of invitations, on which one is under way. Then Microsoft answers. */
async function whileOneIsUnderWay(page: Page, app: App, watch: (tab: Page) => Promise<void>): Promise<Page[]> {
  const tabs = [page, await page.context().newPage()];
  await withFaults(app, [held], async () => {
    await shareAndLeave(page);
    for (const tab of tabs) {
      await tab.goto('/invitations');
      await alive(tab);
      await expect(state(tab)).toHaveAttribute('data-state', 'working');
      await watch(tab);
      await mark(tab);
    }
  });
  return tabs;
}

test('ten tabs have one event stream, and each of them answers at once', async ({ page, context, app }) => {
  const open = streams(context);
  await signIn(page, app, adele);
  const tabs = [page];
  while (tabs.length < TABS) tabs.push(await context.newPage());
  for (const tab of tabs) {
    await tab.goto(items.plan.path);
    await alive(tab);
    await expect(tab.locator('html[data-live]'), 'it is told of changes').toBeAttached();
  }
  await expect.poll(() => open().length, 'streams that are open').toBe(1);
  for (const address of ['/health/live', '/invitations']) {
    for (const tab of tabs) {
      const took = await tab.evaluate(async (address) => {
        const begun = performance.now();
        await (await fetch(address, { cache: 'no-store' })).text();
        return performance.now() - begun;
      }, address);
      expect(took, `milliseconds to the answer of ${address}`).toBeLessThan(ANSWER_WITHIN);
    }
  }
  const [first] = open();
  await first!.close();
  await expect.poll(() => open().length, 'another tab reads on').toBe(1);
  expect(open()[0]).not.toBe(first);
});

// To the page a prerendered tab is a hidden one, too.
test('a tab that is hidden opens no event stream until it is seen', async ({ page, context, app }) => {
  await signIn(page, app, adele);
  await page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
  });
  const open = streams(context);
  await page.goto('/invitations');
  await alive(page);
  // A stream would have been asked for by now, and before this.
  await page.evaluate(async () => void (await (await fetch('/health/live', { cache: 'no-store' })).text()));
  expect(open(), 'streams of a tab that nobody sees').toHaveLength(0);
  await expect(page.locator('html[data-live]')).toHaveCount(0);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(page.locator('html[data-live]')).toBeAttached();
  expect(open(), 'streams once it is seen').toHaveLength(1);
});

test('what happens to an invitation is shown in every tab that is seen, as it happens', async ({ page, app }) => {
  await signIn(page, app, adele);
  const tabs = await whileOneIsUnderWay(page, app, (tab) => expect(tab.locator('html[data-live]')).toBeAttached());
  for (const tab of tabs) {
    await expect(state(tab)).toHaveAttribute('data-state', 'sent', { timeout: TOLD_WITHIN });
    await expect(stayed(tab), 'without a reload').toBeAttached();
  }
});

test('a browser without event streams asks now and then', async ({ page, context, app }) => {
  const open = streams(context);
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'EventSource'));
  await signIn(page, app, adele);
  const tabs = await whileOneIsUnderWay(page, app, (tab) => expect(tab.locator('html[data-live]')).toHaveCount(0));
  for (const tab of tabs) {
    await expect(state(tab)).toHaveAttribute('data-state', 'sent');
    await expect(stayed(tab), 'without a reload').toBeAttached();
  }
  expect(open()).toEqual([]);
});

test('an administrator sees what happens to the invitation of somebody else', async ({ page, app, browser }) => {
  await signIn(page, app, adele);
  const context = await browser.newContext({ baseURL: app.url });
  try {
    const admins = await context.newPage();
    await signIn(admins, app, megan);
    const address = someone('northwind.example');
    const theirs = admins.getByRole('row').filter({ hasText: address }).locator('[data-invitation]');
    await withFaults(app, [held], async () => {
      await shareAndLeave(page, address);
      await admins.goto('/invitations?whose=everyone');
      await alive(admins);
      await expect(admins.locator('html[data-live]'), 'it is told of her own').toBeAttached();
      await expect(theirs).toHaveAttribute('data-state', 'working');
      await mark(admins);
    });
    await expect(theirs).toHaveAttribute('data-state', 'sent', { timeout: ASKED_WITHIN });
    await expect(stayed(admins), 'without a reload').toBeAttached();
  } finally {
    await context.close();
  }
});

test('what has become of a share is told in a tab that had nothing to do with it', async ({ page, context, app }) => {
  await signIn(page, app, adele);
  const address = someone('northwind.example');
  const other = await context.newPage();
  await other.goto('/invitations');
  await alive(other);
  await expect(other.locator('html[data-live]')).toBeAttached();
  await withFaults(app, [held], async () => {
    await shareAndLeave(page, address);
    await expect(toast(other, address)).toHaveCount(0);
  });
  await expect(toast(other, address)).toBeVisible({ timeout: TOLD_WITHIN });
});

test('a tab that comes back into sight learns that the stream is cut', async ({ page, context, app }) => {
  await context.route('**/events', (route) => route.fulfill({ status: 503 }));
  await signIn(page, app, adele);
  await page.goto('/invitations');
  // The tab that reads says once that there is no stream, after a while. What is heard soon after that is an answer.
  const told = page.evaluate(
    () =>
      new Promise<void>((done) => {
        new BroadcastChannel('vestibule-changes').onmessage = ({ data }) => data === '' && done();
      }),
  );
  const tab = await context.newPage();
  await tab.goto('/invitations');
  await alive(tab);
  await told;
  await tab.evaluate(() => {
    const become = (state: DocumentVisibilityState) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    become('hidden');
    // As it was when it was left.
    document.documentElement.toggleAttribute('data-live', true);
    become('visible');
  });
  await expect(tab.locator('html[data-live]')).toHaveCount(0, { timeout: TOLD_WITHIN });
});
