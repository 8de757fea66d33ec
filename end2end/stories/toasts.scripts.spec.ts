import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { invitationsFor, whileInvitesFrom, withFaults } from '../fixtures/emulator';
import { adele, alex, signIn } from '../fixtures/people';
import { alive, items, peopleWithAccess, reference, someone, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test('whoever has left the dialog is told by a toast that stays', async ({ page, app }) => {
  const address = someone('northwind.example');
  const underWay = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { hold: true } } as const;
  await page.clock.install();
  await whileInvitesFrom(app, 'none', async () => {
    await withFaults(app, [underWay], async () => {
      const share = await ShareDialog.open(page, items.renewal);
      await share.address.fill(address);
      await share.send.click();
      await share.accepted();
      await share.close();
    });
    const told = toast(page, 'Your organization doesn’t let your account invite guests.');
    await expect(told).toBeVisible();
    await expect(reference(told), 'folded to its line').toBeHidden();
    await told.locator('summary').click();
    await expect(reference(told)).toBeVisible();
    // Longer than a good message stays.
    await page.clock.fastForward(60_000);
    await expect(told).toBeVisible();
    await told.getByRole('button', { name: 'Dismiss' }).click();
    await expect(told).toHaveCount(0);
  });
  expect(await invitationsFor(app, address)).toBe(0);
});

test('a good message leaves by itself, but not while somebody points at it', async ({ page }) => {
  const share = await ShareDialog.open(page, items.noise);
  await share.addKnown(alex, 'Alex Wilber');
  await page.clock.install();
  await share.send.click();
  await share.shared('Alex Wilber');
  const told = toast(page, `Alex Wilber now has access to “${items.noise.title}”.`);
  await expect(told, 'not behind the dialog').toBeHidden();
  await share.close();
  await alive(page);
  await expect(peopleWithAccess(page)).toContainText('Alex Wilber');
  await told.hover();
  await page.clock.fastForward(20_000);
  await expect(told).toBeVisible();
  await page.mouse.move(10, 600);
  await page.clock.fastForward(20_000);
  await expect(told).toHaveCount(0);
  await page.goto('/items');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(told, 'it was dismissed').toHaveCount(0);
});
