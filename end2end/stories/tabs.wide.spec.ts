import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor, mailTo, withFaults } from '../fixtures/emulator';
import { adele, diego, grady, signIn } from '../fixtures/people';
import { alive, items, scripts, someone } from '../fixtures/sharing';

// At sign-out the authority asks in a hidden frame, and the application answers, but never shows itself in one.
test.use({ expectedErrors: [/^Framing .* "frame-ancestors 'none'"/] });

test('three tabs that sign in at the same time each end on their own page', async ({ page, context, app }) => {
  const wanted = [items.report, items.tender, items.plan];
  const tabs = [page, await context.newPage(), await context.newPage()];
  await Promise.all(tabs.map((tab, at) => tab.goto(wanted[at]!.path)));
  for (const tab of tabs) {
    await tab.waitForURL((url) => url.origin === app.emulator);
    await tab.getByRole('button', { name: adele }).click();
  }
  for (const [at, tab] of tabs.entries()) {
    await expect(tab).toHaveURL(`${app.url}${wanted[at]!.path}`);
    await expect(tab.getByRole('heading', { name: wanted[at]!.title, level: 1 })).toBeVisible();
    await tab.reload();
    await expect(tab.getByRole('button', { name: 'Account of Adele Vance' })).toBeVisible();
  }
});

test('who signs out in one tab is not signed in again by another', async ({ page, context, app }) => {
  await signIn(page, app, diego);
  const other = await context.newPage();
  await other.goto('/items');
  await page.getByRole('button', { name: 'Account of Diego Siciliani' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${app.url}/signed-out`);

  await other.getByRole('link', { name: /^Brake test report/ }).click();
  await expect(other.getByRole('heading', { name: 'You’re signed out' })).toBeVisible();
  await expect(other.getByText('You signed out in this browser.')).toBeVisible();
  expect(new URL(other.url()).origin).toBe(app.url);
  await other.getByRole('link', { name: 'Sign in again' }).click();
  await other.getByRole('button', { name: diego }).click();
  await expect(other).toHaveURL(`${app.url}${items.report.path}`);
});

test('a dialog of one person is not sent as another, and keeps what was typed', async ({ page, context, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.noise);
  await share.address.fill('somebody@northwind.example');
  await share.message.fill('As Adele');

  const other = await context.newPage();
  await other.goto('/items');
  await other.getByRole('button', { name: 'Account of Adele Vance' }).click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other).toHaveURL(`${app.url}/signed-out`);
  await signIn(other, app, diego);

  await share.send.click();
  const refusal = 'You’re signed in as somebody else now, so nothing was sent';
  if (scripts()) {
    await expect(share.says(`${refusal}.`).first()).toBeVisible();
    await share.keeps('somebody@northwind.example');
    // The dialog stands as it was: once she is signed in again, it can be sent.
    await expect(share.message).toHaveValue('As Adele');
    return;
  }
  await expect(page.getByRole('heading', { name: refusal })).toBeVisible();
  await expect(page.getByText(/^You’re signed in as Diego Siciliani/)).toBeVisible();
  await page.getByRole('link', { name: 'Use another account' }).click();
  await page.getByRole('button', { name: adele }).click();
  await expect(page).toHaveURL(new RegExp(`${items.noise.path}/share\\?draft=`));
  await expect(share.message).toHaveValue('As Adele');
});

test('who may not see an item is told as whom they are signed in, and may be somebody else', async ({ page, app }) => {
  await signIn(page, app, grady);
  await page.goto(items.tender.path);
  await expect(page.getByRole('heading', { name: 'We can’t find this page' })).toBeVisible();
  await expect(page.getByText(`You’re signed in as Grady Archie (${grady}).`)).toBeVisible();
  await page.getByRole('link', { name: 'Use another account' }).click();
  await page.getByRole('button', { name: adele }).click();
  await expect(page).toHaveURL(`${app.url}${items.tender.path}`);
  await expect(page.getByRole('heading', { name: items.tender.title, level: 1 })).toBeVisible();
});

test('one share in two tabs, sent by double clicks and loaded again meanwhile, invites once', async ({ page, context, app }) => {
  await signIn(page, app, adele);
  const [address, item] = [someone('northwind.example'), items.plan];
  const shares: ShareDialog[] = [];
  for (const tab of [page, await context.newPage()]) {
    const share = await ShareDialog.open(tab, item);
    await share.address.fill(address);
    shares.push(share);
  }
  const isTold = (share: ShareDialog) =>
    share.says('You’re sharing this with them already: that is under way.').first().isVisible();
  const underWay = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { hold: true } } as const;
  await withFaults(app, [underWay], async () => {
    await Promise.all(shares.map((share) => share.send.dblclick()));
    const told = async () => (await Promise.all(shares.map(isTold))).filter(Boolean).length;
    await expect.poll(told, 'the other is told so').toBe(1);
    const first = (await isTold(shares[0]!)) ? shares[1]! : shares[0]!;
    await first.accepted();
    await first.page.reload();
    await alive(first.page);
    await expect(first.chip(address), 'what was sent is not there once more').toHaveCount(0);
  });
  await firstMail(app, address);
  await page.goto('/invitations');
  await alive(page);
  const rows = page.getByRole('row').filter({ hasText: address });
  await expect(rows).toHaveCount(1);
  await expect(async () => {
    await page.reload();
    await expect(rows).toContainText('Invited, not accepted yet.', { timeout: 1_000 });
  }).toPass();
  expect([await invitationsFor(app, address), (await mailTo(app, address)).length]).toEqual([1, 1]);
});
