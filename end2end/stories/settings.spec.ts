import { type App, expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { adele, megan, signIn } from '../fixtures/people';
import { confirm, press, save } from '../fixtures/settings';
import { ASSIGNED_BY, packageLink } from '../fixtures/ways';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
  }
  throw new Error(`Tab never reached ${target}`);
}

/** The list of sections; on a phone it is folded away. */
const sections = (page: Page) => page.getByRole('navigation', { name: 'Sections of the settings' });

/** Where the sections are folded away, the line that says which one is open. */
const fold = (page: Page) => sections(page).locator('summary');

async function open(page: Page, app: App, section: string): Promise<void> {
  await page.goto('/settings');
  if (await fold(page).isVisible()) await fold(page).click();
  await sections(page).getByRole('link', { name: section }).click();
  await expect(page.getByRole('heading', { level: 1, name: section })).toBeVisible();
  expect(page.url().startsWith(`${app.url}/settings/`)).toBe(true);
}

test('a limit is changed by the keyboard, seen before it is stored, and restored', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByText('Everything is at its default.').first()).toBeVisible();
  await expectAccessible(page);
  await open(page, app, 'Limits');
  const retry = page.getByLabel('Keep trying');
  await retry.fill('soon');
  await page.keyboard.press('Enter');
  await expect(retry).toHaveAttribute('aria-invalid', 'true');
  await expect(retry).toHaveValue('soon');
  await expect(page.getByText('Write a whole number, in digits only.')).toBeVisible();
  await expectAccessible(page);

  await retry.fill('30');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'What will change' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Keep trying' });
  await expect(row).toContainText('360 minutes');
  await expect(row).toContainText('30 minutes');
  await expectAccessible(page);
  await page.getByLabel('Why? (optional)').fill('It took too long.');
  await press(page, page.getByRole('button', { name: 'Back' }));
  await expect(retry).toHaveValue('30');
  await retry.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Why? (optional)')).toHaveValue('It took too long.');
  await confirm(page, 'It took too long.');
  await open(page, app, 'Limits');
  await retry.fill('31');
  await page.keyboard.press('Enter');
  await confirm(page);

  await page.goto('/settings/history');
  await expect(page.getByText('It took too long.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Version 1' }).click();
  await expect(page.getByRole('heading', { name: 'What restoring it would change' })).toBeVisible();
  await expectAccessible(page);
  await press(page, page.getByRole('button', { name: 'Restore this version' }));
  await expect(page.getByText('Restored version 1.')).toBeVisible();
});

test('on a phone the sections are folded away above the page, and lead on by the keyboard', async ({ page, app }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, app, megan);
  await page.goto('/settings/limits');
  const links = sections(page).getByRole('link');
  await expect(fold(page)).toHaveText('Limits');
  await expect(links).toHaveCount(0);
  await tabTo(page, fold(page));
  await page.keyboard.press('Enter');
  await expect(links.filter({ hasText: 'Limits' })).toHaveAttribute('aria-current', 'page');
  await expectAccessible(page);
  await tabTo(page, links.filter({ hasText: 'Look' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Look' })).toBeVisible();
  await expect(fold(page)).toHaveText('Look');
  await expect(links).toHaveCount(0);

  // Where there is room the list stands beside the page.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(fold(page)).toBeHidden();
  await expect(links.filter({ hasText: 'Look' })).toHaveAttribute('aria-current', 'page');
});

test('a kind gets roles of its own, in their order', async ({ page, app }) => {
  await signIn(page, app, megan);
  await open(page, app, 'Kinds and roles');
  await press(page, page.getByRole('button', { name: 'Add a kind' }));
  await page.getByRole('textbox', { name: 'Name of the new kind' }).fill('drawing');
  const drawing = page.locator('fieldset.setting-entry').filter({ has: page.getByRole('textbox', { name: 'Name of the new kind' }) });
  await drawing.getByRole('textbox', { name: 'Name of the new role' }).fill('viewer');
  await press(page, drawing.getByRole('button', { name: 'Add a role' }));
  const group = page.getByRole('group', { name: 'drawing', exact: true });
  await expect(group.getByRole('textbox', { name: 'Name of the new role' })).toHaveCount(2);
  await expectAccessible(page);
  await group.getByRole('textbox', { name: 'Name of the new role' }).last().fill('author');
  await press(page, group.getByRole('button', { name: 'Move viewer down' }));
  await expect(group.getByRole('textbox', { name: 'Name of the new role' }).first()).toHaveValue('author');
  await save(page, 'drawing: Roles', 'author, viewer');
  await expect(page.getByRole('group', { name: 'drawing', exact: true }).getByRole('listitem').first()).toContainText('author');
});

test('a role brings a group that is searched in the directory', async ({ page, app }) => {
  await signIn(page, app, megan);
  await open(page, app, 'What roles bring');
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
  await open(page, app, 'Guests’ details');
  await press(page, page.getByRole('button', { name: 'Add a rule' }));
  await page.getByRole('combobox', { name: 'Detail', exact: true }).fill('companyName');
  const text = page.getByRole('textbox', { name: 'Text', exact: true });
  await expect(text).toBeVisible();
  await page.getByRole('combobox', { name: 'Where its value comes from' }).selectOption({ label: 'The domain of the guest’s address' });
  await expect(text).toBeHidden();
  await expectAccessible(page);
  await save(page, 'Rules', 'companyName: The domain of the guest’s address');
});

test('who writes, how somebody new gets in, and who looks people up are chosen', async ({ page, app }) => {
  await signIn(page, app, megan);
  const writer = 'Vestibule, by your mail server';
  await page.goto('/settings/inviting');
  await page.getByLabel('Who writes to them').selectOption({ label: writer });
  await save(page, 'Who writes to them', writer);
  await page.goto('/settings/ways');
  await page.getByRole('button', { name: 'Add a role', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name of the new role' }).fill('reader');
  const [signUp, assigned] = ['They sign up by themselves', 'Vestibule assigns an access package'];
  await page.getByRole('radio', { name: signUp, exact: true }).check();
  await save(page, 'Way in', signUp);
  await page.getByRole('radio', { name: assigned, exact: true }).check();
  await page.getByRole('textbox', { name: 'Link of the access package' }).fill(packageLink(app.emulator));
  await page.getByRole('textbox', { name: 'Id of the assignment policy' }).fill(ASSIGNED_BY);
  await save(page, 'Way in', assigned);
  await page.goto('/settings/permissions');
  await page.getByRole('radio', { name: 'Whoever shares', exact: true }).check();
  await save(page, 'Who looks people up', 'Whoever shares');
});

/** Purple, 16 by 16 pixels. */
const MARK =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAIXRFWHRDb21tZW50ADxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD4DACiAAAAAGUlEQVR42mOI1mr7TwlmGDVg1IBRA4aLAQBuHQofOVTYrAAAAABJRU5ErkJggg==';

test('name, mark and accent are seen before they are stored, and then by everybody', async ({ page, app }) => {
  await signIn(page, app, megan);
  await open(page, app, 'Look');
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
