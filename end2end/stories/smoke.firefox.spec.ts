import type { Page } from 'puppeteer-core';
import { firstMail, invitationsFor } from '../fixtures/emulator';
import { control, expect, signIn, test, text } from '../fixtures/firefox';
import { adele } from '../fixtures/people';
import { items, someone } from '../fixtures/sharing';

test.beforeEach(async ({ firefox, app }) => signIn(firefox, app, adele));

const alive = (page: Page) => page.locator('html[data-alive]').wait();
const address = (page: Page) => control(page, 'combobox', 'Share with');

test('somebody new is invited, and everybody is told', async ({ firefox, app }) => {
  const [somebody, item] = [someone('northwind.example'), items.tender];
  await firefox.goto(`${app.url}${item.path}`);
  await alive(firefox);
  await control(firefox, 'link', 'Share').click();
  await address(firefox).fill(somebody);
  await text(firefox, 'More options').click();
  await control(firefox, 'textbox', 'Message').fill('The dates you asked about are in annex C.');
  await control(firefox, 'button', 'Send').click();
  await text(firefox, 'is on its way.').wait();
  await control(firefox, 'link', 'Close').click();
  await expect.poll(() => firefox.url()).toBe(`${app.url}${item.path}`);
  await text(firefox, `is invited to “${item.title}”.`).wait();
  await firefox.locator('aside').filter((list) => list.textContent?.includes('@northwind.example') ?? false).wait();
  expect(await invitationsFor(app, somebody)).toBe(1);
  expect((await firstMail(app, somebody)).text).toContain('The dates you asked about are in annex C.');
});

test('a reload after somebody was chosen forgets who it was, and a new address is invited', async ({ firefox, app }) => {
  await firefox.goto(`${app.url}${items.plan.path}/share`);
  await alive(firefox);
  await address(firefox).fill('diego');
  await firefox.locator('[role=option] ::-p-text(Diego Siciliani)').click();
  await control(firefox, 'button', 'Remove Diego Siciliani').wait();
  // Firefox fills the fields of a page that is loaded again with what they held before, those too that nobody sees.
  await firefox.reload();
  await alive(firefox);
  const somebody = someone('northwind.example');
  await address(firefox).fill(somebody);
  await control(firefox, 'button', 'Send').click();
  await text(firefox, 'is on its way.').wait();
  expect(await invitationsFor(app, somebody)).toBe(1);
});
