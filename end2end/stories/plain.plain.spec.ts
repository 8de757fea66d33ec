import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { alsoAnswerTo, firstMail, invitationsFor } from '../fixtures/emulator';
import { adele, alex, diego, signIn } from '../fixtures/people';
import { holder, items, peopleWithAccess, someone, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test('a new invitation ends on the item, with a toast that stays until it is dismissed', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.noise);
  await expect(page.getByText(/full email address/).first()).toBeVisible();
  await share.address.fill(address);
  await share.send.click();
  await expect(page).toHaveURL(`${app.url}${items.noise.path}`);
  const persons = peopleWithAccess(page).getByRole('listitem').filter({ hasText: address });
  await expect(persons).toContainText('Invited');
  const told = toast(page, `is invited to “${items.noise.title}”.`);
  await page.reload();
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page).toHaveURL(`${app.url}${items.noise.path}`);
  await expect(told).toHaveCount(0);
});

test('the link of an invitation is shown as text', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.noise);
  await share.address.fill(address);
  await share.send.click();
  const [link] = (await firstMail(app, address)).links;
  await page.goto('/invitations');
  const row = page.getByRole('row').filter({ hasText: address });
  await row.getByText('Invited, not accepted yet.').click();
  await row.locator('a[href^="/invitations/"]').click();
  await expect(page.getByRole('heading', { name: /^Invitation to / })).toBeVisible();
  await page.getByRole('button', { name: 'Invitation link' }).click();
  await expect(page.getByText(link!)).toBeVisible();
});

test('sending an old page again does not invite twice', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.noise);
  await share.address.fill(address);
  await share.send.click();
  await expect(page).toHaveURL(`${app.url}${items.noise.path}`);
  await page.goBack();
  await share.address.fill(address);
  await share.send.click();
  await expect(page.getByText(address).first()).toBeVisible();
  await page.goto('/invitations');
  await expect(page.getByRole('row').filter({ hasText: address })).toHaveCount(1);
});

test('items are searched by an ordinary form', async ({ page, app }) => {
  await page.goto('/items');
  await page.getByLabel('Search items').fill('tram');
  await page.getByLabel('Kind').selectOption({ label: 'Project' });
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(`${app.url}/items?q=tram&kind=project`);
  await expect(page.getByLabel('Search items')).toHaveValue('tram');
  await page.getByLabel('Search items').fill('no such thing');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('There is no item with “no such thing” in its title.')).toBeVisible();
});

test('language and theme are chosen in the account menu', async ({ page, app }) => {
  await page.goto('/items');
  await page.getByRole('button', { name: 'Account of Adele Vance' }).click();
  await page.getByRole('button', { name: 'Lietuvių' }).click();
  await expect(page).toHaveURL(`${app.url}/items`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'lt');
  await page.getByRole('button', { name: /Adele Vance/ }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Account of Adele Vance' }).click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('whoever does not say who is meant is asked again, and nobody gets access', async ({ page, app }) => {
  const both = 'sales@contoso.example';
  await alsoAnswerTo(app, both, alex, diego);
  const share = await ShareDialog.open(page, items.plan);
  await share.sendTo(both);
  const question = share.says(`Who do you mean by ${both}?`).first();
  await expect(question).toBeVisible();
  const first = page.url();
  await expect(share.dialog.getByRole('radio', { checked: true }), 'nobody is chosen for anybody').toHaveCount(0);
  await share.send.click();
  await expect(page).not.toHaveURL(first);
  await expect(question).toBeVisible();
  await page.goto(items.plan.path);
  await expect(peopleWithAccess(page)).toBeVisible();
  for (const name of ['Alex Wilber', 'Diego Siciliani']) await expect(holder(page, name)).toHaveCount(0);
});

test('several addresses in the one field are invited together, and one that is none comes back with the others', async ({ page, app }) => {
  const [first, second, own] = [someone('northwind.example'), someone('woodgrove.example'), someone('contoso.example')];
  const share = await ShareDialog.open(page, items.tender);
  await share.sendTo(first, 'not-an-address', own, second);
  await expect(page).toHaveURL(/\/share\?draft=/);
  for (const typed of [first, 'not-an-address', own, second]) await share.keeps(typed);
  await expect(share.says('This doesn’t look like an email address.').first()).toBeVisible();
  expect(await invitationsFor(app, first), 'all of them or none').toBe(0);
  for (const wrong of ['not-an-address', own]) await share.chip(wrong).getByRole('checkbox').uncheck();
  await share.send.click();
  await share.accepted();
  for (const address of [first, second]) {
    await firstMail(app, address);
    expect(await invitationsFor(app, address)).toBe(1);
  }
});
