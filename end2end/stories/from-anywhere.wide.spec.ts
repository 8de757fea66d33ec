import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor } from '../fixtures/emulator';
import { adele, grady, signIn } from '../fixtures/people';
import { alive, items, someone } from '../fixtures/sharing';

const item = items.report;
const id = item.path.split('/').at(-1)!;

/** The link that another application has. */
const link = (...to: string[]) => `/share?${new URLSearchParams([['item', id], ...to.map((each) => ['to', each])])}`;

test('a link of another application opens the dialog, sends nothing by itself, and names nobody in the log', async ({ page, app, server }) => {
  const [first, second] = [someone('northwind.example'), someone('woodgrove.example')];
  const posted: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posted.push(new URL(request.url()).pathname));
  await page.goto(link(`Kim Lee <${first}>`, second));
  // Whoever has to sign in first comes back to it.
  await page.waitForURL((url) => url.origin === app.emulator);
  expect(page.url(), 'the authority is not told').not.toContain(first.split('@')[0]!);
  await page.getByRole('button', { name: adele }).click();
  await page.waitForURL((url) => url.pathname === '/share');
  await alive(page);
  const share = new ShareDialog(page);
  await share.isOpen(item);
  for (const address of [first, second]) await share.keeps(address);
  expect(posted.filter((path) => path === '/api/share/send'), 'nothing is sent by itself').toEqual([]);
  for (const address of [first, second]) expect(await invitationsFor(app, address)).toBe(0);
  expect(server.log(), 'there is a log').not.toBe('');
  for (const address of [first, second]) expect(server.log()).not.toContain(address.split('@')[0]!);

  await share.send.click();
  await share.accepted();
  expect((await firstMail(app, first)).text).toContain(item.title);
  await firstMail(app, second);
  for (const address of [first, second]) expect(await invitationsFor(app, address)).toBe(1);
});

test('an item that is not there, or not theirs, is not found', async ({ page, app }) => {
  await signIn(page, app, adele);
  for (const address of ['/share', '/share?item=no-such-item&to=kim@woodgrove.example']) {
    const answer = await page.goto(address);
    expect(answer!.status(), address).toBe(404);
    await expect(page.getByRole('heading', { name: 'We can’t find this page' })).toBeVisible();
  }
  await page.context().clearCookies();
  await signIn(page, app, grady);
  expect((await page.goto(link()))!.status(), 'hidden').toBe(404);
});

test('Share on a row of the items leads to the same dialog', async ({ page, app }) => {
  await signIn(page, app, adele);
  await page.getByRole('listitem').filter({ hasText: item.title }).getByRole('link', { name: /^Share / }).click();
  await expect(page).toHaveURL(`${app.url}${item.path}/share`);
  await alive(page);
  const share = new ShareDialog(page);
  await share.isOpen(item);
  await expect(share.address).toBeFocused();
});
