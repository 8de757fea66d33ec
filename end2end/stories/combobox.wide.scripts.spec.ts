import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor, startFrom, untilTriedAgain, withFaults } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { items, someone } from '../fixtures/sharing';

const LOOK_UP = { method: 'GET', path: '/v1.0/users' };

test.describe('in Contoso', () => {
  test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

  test('the field and its list are what screen readers know as a combobox', async ({ page }) => {
    const share = await ShareDialog.open(page, items.report);
    await expect(share.address).toBeFocused();
    await expect(share.address).toHaveAttribute('aria-autocomplete', 'list');
    await expect(share.address).toHaveAttribute('aria-expanded', 'false');
    await share.type('di');
    await expect(share.match('Diego Siciliani')).toBeVisible();
    await expect(share.address).toHaveAttribute('aria-expanded', 'true');
    const list = await share.address.getAttribute('aria-controls');
    await expect(page.locator(`[id="${list}"]`)).toHaveRole('listbox');
    await page.keyboard.press('ArrowDown');
    await expect(share.matches.first()).toHaveAttribute('aria-selected', 'true');
    const active = await share.address.getAttribute('aria-activedescendant');
    await expect(page.locator(`[id="${active}"]`)).toHaveRole('option');
    await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-selected', 'true');
    await expect(share.matches.and(page.locator('[aria-selected=true]')), 'one of them').toHaveCount(1);
    await expect(share.address, 'the focus stays in the field').toBeFocused();
    await expect(share.dialog).toMatchAriaSnapshot('- combobox "Share with" [expanded]');
    await page.keyboard.press('Enter');
    await expect(share.chip('Diego Siciliani')).toBeVisible();
    await expect(share.dialog).toMatchAriaSnapshot(`
      - listitem:
        - button "Edit Diego Siciliani"
        - button "Remove Diego Siciliani"
    `);
    await expect(share.address).toHaveAttribute('aria-expanded', 'false');
  });

  test('Enter and Tab take the best match, and a new address is one', async ({ page }) => {
    const share = await ShareDialog.open(page, items.report);
    await share.type('diego');
    await expect(share.match('Diego Siciliani')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(share.chip('Diego Siciliani')).toBeVisible();
    await expect(share.address).toHaveValue('');
    await share.type('grady');
    await expect(share.match('Grady Archie')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(share.chip('Grady Archie')).toBeVisible();
    const address = someone('northwind.example');
    await share.type(address);
    await expect(share.match(address)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(share.chip(address)).toBeVisible();
    await expect(share.chips()).toHaveCount(3);
    await expect(share.dialog, 'nothing was sent').toBeVisible();
    await expect(share.send).toBeVisible();
    // The key that takes back what was typed names the last one first, and takes it out when it is pressed again.
    await expect(share.address).toBeFocused();
    await page.keyboard.press('Backspace');
    await expect(share.status).toHaveText(`Remove ${address}`);
    await expect(share.chips()).toHaveCount(3);
    await page.keyboard.press('Backspace');
    await expect(share.chips()).toHaveCount(2);
  });

  test('nothing can be picked that does not fit what is typed any more', async ({ page }) => {
    const share = await ShareDialog.open(page, items.plan);
    await share.type('gra');
    await expect(share.match('Grady Archie')).toBeVisible();
    await page.keyboard.press('ArrowDown');
    let letIn = () => {};
    const allowed = new Promise<void>((allow) => (letIn = allow));
    await page.route('**/api/people/find', async (route) => {
      await allowed;
      await route.continue().catch(() => undefined);
    });
    await share.address.fill('megan.bowen@contoso.example');
    await expect(share.matches, 'while the look-up is slow').toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(share.chip('Megan Bowen')).toBeVisible();
    letIn();
    await expect(share.chips()).toHaveCount(1);
  });

  test('a late answer to what was typed before is dropped', async ({ page }) => {
    const share = await ShareDialog.open(page, items.plan);
    let letIn = () => {};
    const allowed = new Promise<void>((allow) => (letIn = allow));
    let held = 0;
    await page.route('**/api/people/find', async (route) => {
      if (route.request().postData()?.includes('grady')) {
        held += 1;
        await allowed;
      }
      await route.continue().catch(() => undefined);
    });
    await share.type('grady');
    await expect.poll(() => held).toBeGreaterThan(0);
    await share.address.fill('diego');
    await expect(share.match('Diego Siciliani')).toBeVisible();
    const late = page.waitForResponse((answer) => answer.request().postData()?.includes('grady') ?? false);
    letIn();
    await (await late).finished();
    await comesToRest(page);
    await expect(share.match('Diego Siciliani')).toBeVisible();
    await expect(share.match('Grady Archie')).toHaveCount(0);
  });

  test('whoever composes with an input method is left alone', async ({ page }) => {
    const share = await ShareDialog.open(page, items.plan);
    const input = await page.context().newCDPSession(page);
    await share.type('grad');
    await expect(share.match('Grady Archie')).toBeVisible();
    await input.send('Input.imeSetComposition', { text: 'y', selectionStart: 1, selectionEnd: 1 });
    await expect(share.address).toHaveValue('grady');
    // As an input method sends them: keys that are its own.
    for (const key of ['ArrowDown', 'Enter']) {
      await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 229 });
      await input.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: 229 });
    }
    await expect(share.address).toHaveValue('grady');
    await expect(share.chips()).toHaveCount(0);
    await input.send('Input.insertText', { text: 'y' });
    await expect(share.address).toHaveValue('grady');
    await expect(share.match('Grady Archie')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(share.chip('Grady Archie'), 'and once it is done, Enter takes the match').toBeVisible();
  });

  test('Escape closes the list, then the dialog, and loses nothing', async ({ page }) => {
    const share = await ShareDialog.open(page, items.report);
    await share.choose('Diego Siciliani', 'diego');
    await share.message.fill('About annex C.');
    await share.type('grad');
    await expect(share.match('Grady Archie')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(share.matches).toHaveCount(0);
    await expect(share.address).toHaveValue('grad');
    await expect(share.dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(share.dialog).toBeHidden();
    const open = page.getByRole('link', { name: 'Share', exact: true });
    await expect(open).toBeFocused();
    await open.press('Enter');
    await expect(share.chip('Diego Siciliani')).toBeVisible();
    await expect(share.address).toHaveValue('grad');
    await expect(share.message).toHaveValue('About annex C.');
  });

  test('what matters is said to those who hear the page', async ({ page, app }) => {
    const share = await ShareDialog.open(page, items.report);
    await share.type('diego');
    await expect(share.status).toHaveRole('status');
    await expect(share.status).toHaveText('1 person found.');
    await page.keyboard.press('Enter');
    await expect(share.status).toHaveText('Diego Siciliani added: gets access at once');
    const address = someone('northwind.example');
    await share.addNew(address);
    await expect(share.status).toHaveText(`${address} added: gets an invitation`);
    await share.remove('Diego Siciliani').click();
    await expect(share.status).toHaveText('Diego Siciliani removed');
    await withFaults(app, [{ on: LOOK_UP, effect: { status: 503 } }], async () => {
      await share.type('grady');
      await expect(share.status).toHaveText('The directory can’t be searched right now. You can still type full email addresses.');
      await expect(share.says(/The directory can’t be searched right now\./).first()).toBeVisible();
      await expect(share.address).toHaveAccessibleDescription(/You can still type full email addresses\./);
    });
    // Once it is in order again, it is as if nothing had been.
    await share.address.press('Backspace');
    await expect(share.match('Grady Archie')).toBeVisible();
    await expect(share.says(/The directory can’t be searched right now\./)).toHaveCount(0);
  });

  test('with whom one has shared of late is offered before anything is typed', async ({ page }) => {
    const first = await ShareDialog.open(page, items.report);
    await first.choose('Diego Siciliani', 'diego');
    await first.send.click();
    await first.shared('Diego Siciliani');
    const share = await ShareDialog.open(page, items.plan);
    await expect(share.address).toBeFocused();
    await expect(share.match('Diego Siciliani')).toBeVisible();
    await expect(share.says('People you shared with recently')).toBeVisible();
    await expect(share.matches, 'nobody else').toHaveCount(1);
  });

  test('one Chinese character is a name', async ({ page, app }) => {
    const address = someone('northwind.example');
    const first = await ShareDialog.open(page, items.report);
    await first.sendTo(`王小明 <${address}>`);
    await firstMail(app, address);
    expect(await invitationsFor(app, address)).toBe(1);
    // A new guest is not seen everywhere at once.
    await untilTriedAgain(app);
    const share = await ShareDialog.open(page, items.plan);
    await share.type('王');
    await expect(share.match('王小明')).toContainText(address);
    await share.choose('王小明', '王小');
  });
});

test('whoever cannot come is shown as blocked, and cannot be taken', async ({ page, app }) => {
  await startFrom(app, 'broken');
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.report);
  await share.type('disabled');
  const blocked = share.match('Disabled Leftover');
  await expect(blocked).toContainText('Blocked');
  await expect(blocked).toContainText('This account is blocked from signing in.');
  await expect(blocked).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await blocked.click({ force: true });
  await expect(share.chip('Disabled Leftover')).toHaveCount(0);
  // Whoever the list offers can be taken, although the same word found somebody who cannot.
  await share.choose('Moved Away', 'moved');
  await expect(share.chips()).toHaveCount(1);
});
