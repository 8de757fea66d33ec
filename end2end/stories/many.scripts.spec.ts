import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { changePolicy, firstMail, invitationsFor, withFaults } from '../fixtures/emulator';
import { adele, diego, grady, signIn } from '../fixtures/people';
import { items, someone, toast } from '../fixtures/sharing';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test('a pasted list of all kinds becomes recipients, and what cannot be sent to is named', async ({ page, app }) => {
  const [kim, ana, bo] = [someone('northwind.example'), someone('woodgrove.example'), someone('northwind.example')];
  const share = await ShareDialog.open(page, items.tender);
  const again = kim.replace('pat.', 'PAT.');
  await share.paste([`Kim Lee <${kim}>; ${ana}`, `mailto:${bo}`, again, diego, 'not-an-address'].join('\n'));
  await expect(share.chips()).toHaveCount(5);
  await expect(share.address).toHaveValue('');
  await expect(share.chip('Kim Lee')).toBeVisible();
  await expect(share.troubles, 'why one is not there twice').toContainText('1 duplicate was left out.');
  await expect(share.troubles).toContainText('This doesn’t look like an email address.');
  await expect(share.says('3 people outside your organization will get access').first()).toBeVisible();
  await expect(share.chip('Diego Siciliani'), 'whose address was pasted').toBeVisible();

  // Taken out, and back again.
  await share.remove(ana).click();
  await expect(share.chip(ana)).toHaveCount(0);
  await share.dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(share.chip(ana)).toHaveCount(1);

  // Put right.
  await share.edit('not-an-address').click();
  await expect(share.address).toHaveValue('not-an-address');
  await expect(share.address).toBeFocused();
  const cy = someone('northwind.example');
  await share.address.fill(cy);
  await expect(share.match(cy)).toBeVisible();
  await share.address.press('Enter');
  await expect(share.chip(cy)).toBeVisible();
  await expect(share.chips()).toHaveCount(5);
  await expect(share.troubles).not.toContainText('This doesn’t look like an email address.');
  for (const address of [kim, ana, bo, cy]) expect(await invitationsFor(app, address), 'before Send').toBe(0);

  // However often it is pressed.
  await share.send.dblclick();
  await share.accepted();
  for (const address of [kim, ana, bo, cy]) {
    await firstMail(app, address);
    expect(await invitationsFor(app, address)).toBe(1);
  }
  await share.shared('Diego Siciliani');
});

test('500 pasted addresses are taken at once, and a key is answered while they are judged', async ({ page }) => {
  const share = await ShareDialog.open(page, items.report);
  let letIn = () => {};
  const allowed = new Promise<void>((allow) => (letIn = allow));
  let judged = 0;
  await page.route('**/api/share/judge', async (route) => {
    judged += 1;
    await allowed;
    await route.continue().catch(() => undefined);
  });
  const list = Array.from({ length: 500 }, (_, at) => `many${at}.${'x'.repeat(1 + (at % 30))}@northwind.example`);
  await share.paste(list.join(', '));
  await expect.poll(() => judged, 'they are asked about').toBeGreaterThan(0);
  await share.address.press('d');
  await expect(share.address, 'meanwhile').toHaveValue('d', { timeout: 1_000 });
  await expect(share.chips().first()).toContainText('many0.');
  letIn();
  await expect(share.says('500 people outside your organization will get access').first()).toBeVisible();
  await expect(share.chips().last(), 'few of them are drawn').toHaveText('and 480 more');
  await expect(share.chips()).toHaveCount(21);
  // One more than the form takes is said, and nothing is dropped without a word.
  await share.address.fill('');
  await share.paste('one.more@northwind.example');
  await share.address.press('Enter');
  await expect(share.troubles).toContainText('One form takes 500 people at most.');
  await expect(share.address).toHaveValue('one.more@northwind.example');
});

test('each recipient has a row with what becomes of them, and one who fails stops no other', async ({ page, app }) => {
  await changePolicy(app, { blockedDomains: ['tailspin.example'] });
  const [fine, refused] = [someone('northwind.example'), someone('tailspin.example')];
  const share = await ShareDialog.open(page, items.noise);
  await share.addNew(fine);
  await share.addNew(refused);
  await share.choose('Grady Archie', 'grady');
  await share.choose('Diego Siciliani', 'diego');
  await share.send.click();
  await share.accepted();
  await share.invited(fine);
  await share.shared('Grady Archie');
  await share.shared('Diego Siciliani');
  await expect(share.row(refused)).toContainText('Your organization doesn’t allow guests from this domain.');
  await expect(share.row(fine).getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect([await invitationsFor(app, fine), await invitationsFor(app, refused)]).toEqual([1, 0]);
  for (const known of [diego, grady]) expect(await invitationsFor(app, known)).toBe(0);
  // Whose address was wrong stands in the form again, and nobody else.
  await share.row(refused).getByRole('button', { name: 'Correct address' }).click();
  await expect(share.address).toBeFocused();
  await expect(share.address).toHaveValue(refused);
  await expect(share.chips()).toHaveCount(0);
  const corrected = someone('northwind.example');
  await share.address.fill(corrected);
  await share.send.click();
  await share.accepted();
  await share.invited(corrected);
  expect([await invitationsFor(app, corrected), await invitationsFor(app, fine)]).toEqual([1, 1]);
});

test('whoever leaves while it works is told of several in one line, and reads each of them again', async ({ page, app }) => {
  const people = [someone('northwind.example'), someone('northwind.example'), someone('northwind.example')];
  const item = items.plan;
  const held = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { hold: true } } as const;
  await withFaults(app, [held], async () => {
    const share = await ShareDialog.open(page, item);
    await share.sendTo(...people);
    await share.accepted();
    await share.close();
    await expect(toast(page, item.title)).toHaveCount(0);
  });
  for (const address of people) await firstMail(app, address);
  const line = toast(page, `3 people are invited to “${item.title}”.`);
  await expect(async () => {
    await page.goto('/invitations');
    await expect(line).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(toast(page, item.title), 'one line, not three').toHaveCount(1);
  await line.getByRole('button', { name: 'Dismiss' }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole('button', { name: 'Account of Adele Vance' }).click();
  await page.getByRole('link', { name: 'Activity' }).click();
  for (const address of people) {
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: address })).toContainText(item.title);
  }
});

test('one of several who cannot be sent to is named, the others stay, and left out it keeps them no longer back', async ({ page, app }) => {
  const [address, own] = [someone('northwind.example'), someone('contoso.example')];
  const share = await ShareDialog.open(page, items.plan);
  await share.sendTo(address, 'not-an-address', own);
  for (const typed of [address, 'not-an-address', own]) await share.keeps(typed);
  await expect(share.says('This doesn’t look like an email address.').first()).toBeVisible();
  expect(await invitationsFor(app, address), 'all of them or none').toBe(0);
  await expect(share.dialog.getByRole('alert')).toContainText('You can’t share with some of these people.');
  await expect(share.chip('not-an-address')).toContainText('Not an address');
  await share.dialog.getByRole('button', { name: 'Leave out 1 person who can’t be sent to' }).click();
  await share.invited(address);
  expect(await invitationsFor(app, address)).toBe(1);
});

test('the name that the form has for one is not given to each of several', async ({ page }) => {
  const [first, second] = [someone('northwind.example'), someone('woodgrove.example')];
  const share = await ShareDialog.open(page, items.report);
  await share.unfold();
  await share.name.fill('Kim Lee');
  for (const address of [first, second]) {
    await share.addNew(address);
    await expect(share.chips().and(page.locator('.chip-judging')), 'judged').toHaveCount(0);
  }
  await expect(share.chip(first)).toBeVisible();
  await expect(share.chip('Kim Lee')).toHaveCount(0);
});
