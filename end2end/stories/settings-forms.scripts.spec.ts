import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { adele, megan, signIn } from '../fixtures/people';
import { confirm, openSection, press, save, tabTo } from '../fixtures/settings';

// These forms work as the server renders them: `settings.spec.ts` shows forms without scripts, `settings-typed.scripts.spec.ts` what a script adds.

test('a role brings a group that is searched in the directory', async ({ page, app }) => {
  await signIn(page, app, megan);
  await openSection(page, app, 'What roles bring');
  await press(page, page.getByRole('button', { name: 'Add a role', exact: true }));
  await page.getByRole('textbox', { name: 'Name of the new role' }).fill('reader');
  await press(page, page.getByRole('button', { name: 'Add a group' }));
  const group = page.getByRole('textbox', { name: 'Group', exact: true });
  await group.fill('helpers');
  await page.keyboard.press('Enter');
  const helpers = page.getByRole('radio', { name: 'Directory helpers' });
  await expect(helpers).toBeDisabled();
  await expect(helpers).toHaveAccessibleDescription(/can hold administrator roles/);
  await expectAccessible(page);
  await group.fill('falcon');
  await group.press('Enter');
  await expect(page.getByRole('radio', { name: 'Project Falcon' })).toBeChecked();
  await save(page, 'Other kinds: reader: Groups', 'Project Falcon');
  await expect(page.getByRole('group', { name: 'Project Falcon' })).toBeVisible();
  await expectAccessible(page);
});

test('a rule says where a detail of guests comes from, and asks only for what that needs', async ({ page, app }) => {
  await signIn(page, app, megan);
  await openSection(page, app, 'Guests’ details');
  await press(page, page.getByRole('button', { name: 'Add a rule' }));
  await page.getByRole('combobox', { name: 'Detail', exact: true }).fill('companyName');
  const text = page.getByRole('textbox', { name: 'Text', exact: true });
  await expect(text).toBeVisible();
  await page.getByRole('combobox', { name: 'Where its value comes from' }).selectOption({ label: 'The domain of the guest’s address' });
  await expect(text).toBeHidden();
  await expectAccessible(page);
  await save(page, 'Rules', 'companyName: The domain of the guest’s address');
});

/** Purple, 16 by 16 pixels. */
const MARK =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAIXRFWHRDb21tZW50ADxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD4DACiAAAAAGUlEQVR42mOI1mr7TwlmGDVg1IBRA4aLAQBuHQofOVTYrAAAAABJRU5ErkJggg==';

test('name, mark and accent are seen before they are stored, and then by everybody', async ({ page, app }) => {
  await signIn(page, app, megan);
  await openSection(page, app, 'Look');
  await page.getByLabel('Name', { exact: true }).fill('Harbour desk');
  await page.getByLabel('Accent color').fill('#5b2a86');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'Accent color' })).toContainText('#5b2a86');
  await expectAccessible(page);
  await confirm(page);
  await expect(page).toHaveTitle('Settings: Look · Harbour desk');
  const save = page.getByRole('button', { name: 'Save', exact: true }).last();
  await expect(save).toHaveCSS('background-color', 'rgb(91, 42, 134)');
  await expectAccessible(page);

  await page.getByLabel('Picture').setInputFiles({ name: 'mark.png', mimeType: 'image/png', buffer: Buffer.from(MARK, 'base64') });
  await press(page, page.getByRole('button', { name: 'Review this mark' }));
  await expect(page.getByRole('row').filter({ hasText: 'Mark' })).toBeVisible();
  await confirm(page);
  await page.context().clearCookies();
  await page.goto('/');
  const mark = page.getByRole('link', { name: 'Harbour desk, front page' }).locator('img');
  await expect(mark).toBeVisible();
  expect(await mark.evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBe(96);
});

test('the keyboard reaches the save button, and nobody else reaches the settings', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.goto('/settings/limits');
  await tabTo(page, page.getByLabel('Look for a new guest'));
  await tabTo(page, page.getByLabel('Keep trying'));
  await tabTo(page, page.getByRole('button', { name: 'Save', exact: true }).last());
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing is different, so nothing was saved.')).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, app, adele);
  await expect(page.getByRole('link', { name: 'Settings', exact: true })).toHaveCount(0);
  await page.goto('/settings/limits');
  await expect(page.getByRole('heading', { level: 1, name: 'You can’t open this' })).toBeVisible();
});
