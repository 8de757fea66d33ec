import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { type Fault, firstMail, invitationsFor, recording, untilTriedAgain, withFaults } from '../fixtures/emulator';
import { adele, grady, signIn } from '../fixtures/people';
import { holder, items, roleOf, scripts, someone } from '../fixtures/sharing';

// Whoever shares looks people up.
test.use({ settings: { permissions: { look_ups: 'person' } } });

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

/** Where a person's token for look-ups is asked for: the application's own names no permission. */
const tokens: Fault['on'] = { family: 'token', contains: 'User.Read.All' };

test('whoever shares looks people up by themselves, known and new', async ({ page, app }) => {
  const address = someone('northwind.example');
  const asked = await recording(app, tokens, async () => {
    const known = await ShareDialog.open(page, items.plan);
    await known.sendToKnown(grady, 'Grady Archie');
    if (scripts()) {
      await known.shared('Grady Archie');
      await known.close();
    }
    await expect(roleOf(holder(page, 'Grady Archie'))).toContainText('Reader');

    const share = await ShareDialog.open(page, items.tender);
    await share.address.fill(address);
    await share.send.click();
    await firstMail(app, address);
  });
  expect(await invitationsFor(app, address)).toBe(1);
  expect(asked.length, 'a token of Adele’s own').toBeGreaterThan(0);
  for (const { body } of asked) expect(body).toContain('grant_type=refresh_token');
});

test('where nobody has agreed to that, it is said whom to ask, and nobody is invited', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.tender);
  await withFaults(app, [{ on: tokens, effect: { aadsts: 65001 } }], async () => {
    await share.address.fill(address);
    await share.send.click();
    const refused = share.dialog.getByRole('alert');
    await expect(refused.getByText('Nobody has agreed yet that this application looks people up on your behalf.')).toBeVisible();
    await expect(refused.getByText(/^Ask your administrator to approve that for your organization/)).toBeVisible();
    await share.keeps(address);
    await expectAccessible(page);
  });
  expect(await invitationsFor(app, address)).toBe(0);
  // Once somebody has, it goes out: a refusal is believed for a minute.
  await untilTriedAgain(app);
  await share.send.click();
  await firstMail(app, address);
});
